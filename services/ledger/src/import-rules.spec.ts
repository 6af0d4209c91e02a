import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const oxlint = join(dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin/oxlint');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-rules-'));
  copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const complaintsAbout = (file: string, imported: string): string => {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `import { it } from '${imported}';\n\nexport const mine = it;\n`);
  const { stdout } = spawnSync(process.execPath, [oxlint, file], { cwd: folder, encoding: 'utf8' });
  return stdout;
};

describe('the linter keeps dependencies pointing inwards', () => {
  it.each([
    ['libs/vault/src/a.ts', '@complaint-ledger/intake'],
    ['libs/vault/src/a.ts', '../../../services/routing/src/index.ts'],
    ['services/intake/src/a.ts', '@complaint-ledger/reporting'],
    ['services/routing/src/http/a.ts', '@complaint-ledger/ledger'],
    ['services/reporting/src/http/a.ts', '@complaint-ledger/routing'],
    ['libs/event-store/src/event-store.ts', './sqlite/sqlite-event-store.ts'],
    ['services/routing/src/cases/a.ts', '@nestjs/common'],
    ['services/routing/src/transfers/a.ts', 'fastify'],
    ['services/routing/src/deadlines/a.ts', 'node:sqlite'],
    ['services/routing/src/penalties/a.ts', '@complaint-ledger/reporting'],
    ['services/reporting/src/tallies/a.ts', 'node:sqlite'],
  ])('%s may not import %s', (file, imported) => {
    expect(complaintsAbout(file, imported)).toContain('no-restricted-imports');
  });

  it.each([
    ['services/routing/src/cases/a.ts', '@complaint-ledger/policy'],
    ['services/routing/src/http/a.ts', '@nestjs/common'],
    ['services/ledger/src/a.ts', '@complaint-ledger/routing'],
    ['libs/event-store/src/sqlite/a.ts', 'node:sqlite'],
  ])('%s may import %s', (file, imported) => {
    expect(complaintsAbout(file, imported)).not.toContain('no-restricted-imports');
  });
});
