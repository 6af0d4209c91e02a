import { join } from 'node:path';

/** Files of one ledger. */
export const dataFolder = (folder: string) => ({
  folder,
  events: join(folder, 'events.db'),
  projections: join(folder, 'projections.db'),
  vault: join(folder, 'vault.db'),
  vaultKey: join(folder, 'vault.key'),
  quarantine: join(folder, 'quarantine.db'),
  access: join(folder, 'access.db'),
  /** Policy packs that came with an import: cases name them for ever. */
  packs: join(folder, 'packs'),
  /** How far each import came: it belongs to this ledger, not to the file. */
  imports: join(folder, 'imports'),
});

export type DataFolder = ReturnType<typeof dataFolder>;
