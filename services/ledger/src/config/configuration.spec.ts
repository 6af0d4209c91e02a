import { describe, expect, it } from '@jest/globals';
import { isLedgerError } from '@complaint-ledger/contracts';
import { readConfiguration } from './configuration.ts';

describe('configuration', () => {
  it('has defaults that need nothing', () => {
    expect(readConfiguration({}, {}, '/srv')).toEqual({
      data: '/srv/data',
      language: 'en',
      host: '127.0.0.1',
      port: 8321,
      stopMs: 25_000,
      leaveMs: 0,
      policy: 'standard',
      packs: [],
      calendars: [],
      log: 'warn',
    });
  });

  it('takes a flag before a variable, and a variable before the default', () => {
    const env = { LEDGER_DATA: '/a', LEDGER_PORT: '9000' };
    expect(readConfiguration({ data: 'b' }, env, '/srv')).toMatchObject({ data: '/srv/b', port: 9000 });
  });

  it.each([
    [{ LANG: 'zh_CN.UTF-8' }, 'zh-CN'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'en_US.UTF-8' }, 'en'],
    [{ LANG: 'C.UTF-8' }, 'en'],
    [{ LANG: 'en_US.UTF-8', LEDGER_LANG: 'zh' }, 'zh-CN'],
  ])('reads the language of %j as %s', (env, language) => {
    expect(readConfiguration({}, env).language).toBe(language);
  });

  it('reads pack files from a list', () => {
    expect(readConfiguration({}, { LEDGER_PACKS: 'a.yaml,/b.yaml' }, '/srv').packs).toEqual(['/srv/a.yaml', '/b.yaml']);
    expect(readConfiguration({}, { LEDGER_CALENDARS: 'cn.yaml' }, '/srv').calendars).toEqual(['/srv/cn.yaml']);
    expect(readConfiguration({ pack: ['c.yaml'] }, { LEDGER_PACKS: 'a.yaml' }, '/srv').packs).toEqual(['/srv/c.yaml']);
  });

  it.each([
    [{ port: '99999' }, 'port'],
    [{ port: 'http' }, 'port'],
    [{ log: 'loud' }, 'log'],
    [{ lang: 'fr' }, 'lang'],
  ])('refuses %j by name', (flags, path) => {
    let refused: unknown;
    try {
      readConfiguration(flags, {});
    } catch (error) {
      refused = error;
    }
    expect(isLedgerError(refused, 'config')).toBe(true);
    expect(refused).toMatchObject({ details: { path, hint: expect.stringMatching(/\S/) } });
  });
});
