import { readFile, rename, writeFile } from 'node:fs/promises';

/** How far one file was imported with one mapping. */
export interface Acknowledged {
  /** Messages of the stream that got a receipt, from its start. */
  readonly messages: number;
  /** Rows with a message that was refused; they are sent again. */
  readonly refusedRows: readonly number[];
}

interface StateFile {
  readonly version: 1;
  readonly imports: Readonly<Record<string, Acknowledged>>;
}

/**
 * Remembers what was acknowledged, so that the next run of the same file with the same mapping does not send it again.
 * Only a saving of time: message ids make repetition harmless, so a state file that is lost or unreadable is just empty.
 */
export class ImportState {
  private readonly path: string | undefined;
  private readonly key: string;

  constructor(path: string | undefined, key: string) {
    this.path = path;
    this.key = key;
  }

  async load(): Promise<Acknowledged> {
    return (await this.read()).imports[this.key] ?? nothing;
  }

  async forget(): Promise<void> {
    await this.save(nothing);
  }

  async save(acknowledged: Acknowledged): Promise<void> {
    if (this.path === undefined) return;
    const state: StateFile = { version: 1, imports: { ...(await this.read()).imports, [this.key]: acknowledged } };
    const next = `${this.path}.${String(process.pid)}`;
    await writeFile(next, JSON.stringify(state));
    await rename(next, this.path);
  }

  private async read(): Promise<StateFile> {
    const empty: StateFile = { version: 1, imports: {} };
    if (this.path === undefined) return empty;
    try {
      const state: unknown = JSON.parse(await readFile(this.path, 'utf8'));
      return isState(state) ? state : empty;
    } catch {
      return empty;
    }
  }
}

const nothing: Acknowledged = { messages: 0, refusedRows: [] };

const isState = (value: unknown): value is StateFile =>
  typeof value === 'object' && value !== null && 'version' in value && value.version === 1 && 'imports' in value;
