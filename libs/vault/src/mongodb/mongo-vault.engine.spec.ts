import { scratchDatabase } from '@complaint-ledger/mongodb/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vaultContract, vaultKeyContract } from '../testing/index.ts';
import { openMongoVault } from './mongo-vault.ts';

vaultContract('MongoDB', async () => {
  const scratch = scratchDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'vault-'));
  return {
    open: () => openMongoVault({ ...scratch, keyFile: join(folder, 'keys', 'vault.key') }),
    dispose: async () => {
      await scratch.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});

vaultKeyContract('MongoDB', async () => {
  const scratch = scratchDatabase();
  return { open: (key) => openMongoVault({ ...scratch, ...key }), dispose: scratch.dispose };
});
