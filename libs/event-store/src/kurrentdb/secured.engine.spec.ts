import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type KurrentDbDouble, startKurrentDbDouble } from '@complaint-ledger/testing/kurrentdb-double';
import { sampleEvents } from '../testing/index.ts';
import { openKurrentDbEventStore } from './kurrentdb-event-store.ts';

/** As a connection string has it: what would else end the password is encoded. */
const USER = 'ledger:ge%2Fh%40im%25@';

/** An authority, and a certificate of this machine that it signed. */
const certify = (
  folder: string,
): { readonly authority: string; readonly key: Buffer; readonly certificate: Buffer } => {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
    '-days',
    '2',
    '-subj',
    '/CN=authority',
  );
  openssl('req', ...key, '-keyout', at('key.pem'), '-out', at('request.pem'), '-subj', '/CN=server');
  writeFileSync(at('names'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  const by = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2', '-extfile', at('names')];
  openssl('x509', '-req', '-in', at('request.pem'), ...by, '-out', at('server.pem'));
  return { authority: at('ca.pem'), key: readFileSync(at('key.pem')), certificate: readFileSync(at('server.pem')) };
};

/** Always the double: the password of somebody's own server is not known here. */
describe('KurrentDB behind TLS and a password', () => {
  if (spawnSync('openssl', ['version']).status !== 0) {
    it('cannot be tried where there is no openssl to make certificates, which CI has', () => {
      expect(process.env['CI']).toBeUndefined();
    });
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'kurrentdb-tls-'));
  let double: KurrentDbDouble;
  let authority: string;

  beforeAll(async () => {
    const { authority: file, ...tls } = certify(folder);
    authority = file;
    double = await startKurrentDbDouble({ tls, user: 'ledger:ge/h@im%' });
  });
  afterAll(async () => {
    await double.stop();
    rmSync(folder, { recursive: true });
  });

  const urlOf = (user: string, options: string): string => `kurrentdb://${user}localhost:${double.port}?${options}`;
  const trusting = (): string => `tls=true&tlsCAFile=${authority}`;
  const refused = (url: string): Promise<unknown> =>
    openKurrentDbEventStore({ url }).then(
      (store) => store.close(),
      (error: unknown) => error,
    );

  it('is written, read and followed by who has both in the connection string', async () => {
    const store = await openKurrentDbEventStore({ url: urlOf(USER, trusting()) });
    const seen: string[] = [];
    const subscription = store.subscribe(0, (page) => void seen.push(...page.map(({ id }) => id)));
    const events = sampleEvents(3);
    const { position } = await store.append('case-1', 'no-stream', events);
    await subscription.caughtUp(position);
    expect(seen).toEqual(events.map(({ id }) => id));
    expect(await store.readStream('case-1')).toHaveLength(3);
    await store.close();
  });

  it.each(['ledger:guessed@', ''])('keeps out who is not its user (%s), and says so', async (user) => {
    expect(await refused(urlOf(user, trusting()))).toMatchObject({ code: 'config' });
  });

  it('is not trusted without its authority, nor spoken to in clear', async () => {
    expect(await refused(urlOf(USER, 'tls=true'))).toMatchObject({ code: 'unavailable' });
    expect(await refused(urlOf(USER, 'tls=false'))).toMatchObject({ code: 'unavailable' });
  });
});
