import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dataFolder } from './data-folder.ts';
import { clusterName, importStateIn } from './import-state.ts';

describe('where it is kept how far an import came', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'import-state-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const stateOf = (events: string, namespace = 'complaint-ledger'): string =>
    importStateIn(dataFolder(folder), 'calls.csv', clusterName({ events, namespace }));

  it('is another place for another server or namespace: what one ledger has the other may lack', () => {
    const places = [
      stateOf('kurrentdb://test:2113?tls=false'),
      stateOf('kurrentdb://live:2113?tls=true'),
      stateOf('kurrentdb://live:2113?tls=true', 'other'),
      importStateIn(dataFolder(folder), 'calls.csv'),
    ];
    expect(new Set(places).size).toBe(places.length);
  });

  it('is the same place when the password of the server was changed', () => {
    expect(stateOf('kurrentdb://admin:one@live:2113')).toBe(stateOf('kurrentdb://admin:t%40wo@live:2113'));
    expect(stateOf('kurrentdb://admin:one@live:2113')).toBe(stateOf('kurrentdb://live:2113'));
  });
});
