import { readFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { kurrentClient } from './kurrent-client.ts';
import { kurrentFailure } from './kurrent-failure.ts';

/** What a KurrentDB or EventStoreDB server tells of itself. */
export interface KurrentDbLook {
  /** `24.10.0`; `unknown` before 21.10. */
  readonly version: string;
  /** Of the server, ms since 1970 to the second, and of this machine; undefined where it answers no HTTP/1.1. */
  readonly clock: { readonly theirs: number; readonly ours: number } | undefined;
}

export interface LookAtKurrentDbOptions {
  /** Milliseconds. */
  readonly within: number;
  readonly now?: () => number;
}

/** What it throws says why there is no connection, which reads do not. */
export const versionOf = async (client: KurrentDBClient): Promise<string> => {
  // What the client asks for itself before a batch append; it has no public name.
  const capabilities: unknown = await (Reflect.get(client, 'capabilities') as Promise<unknown>);
  const version: unknown =
    typeof capabilities === 'object' && capabilities !== null ? Reflect.get(capabilities, 'serverVersion') : undefined;
  return typeof version === 'string' ? version : 'unknown';
};

const hostOf = (url: string): { readonly host: string; readonly isPlain: boolean; readonly ca: Buffer | undefined } => {
  const { hosts = '', options = '' } =
    /^[^:]+:\/\/(?:[^@/]*@)?(?<hosts>[^/?]+)\/?(?:\?(?<options>.*))?$/.exec(url)?.groups ?? {};
  const [host = ''] = hosts.split(',');
  const parameters = new Map(
    [...new URLSearchParams(options)].map(([name, value]): [string, string] => [name.toLowerCase(), value]),
  );
  const authority = parameters.get('tlscafile');
  return {
    host: /:\d+$/.test(host) ? host : `${host}:2113`,
    isPlain: parameters.get('tls') === 'false',
    ca: authority === undefined ? undefined : readFileSync(authority),
  };
};

/** The time of the `Date` header that any answer has. */
const clockOf = (url: string, { within, now = Date.now }: LookAtKurrentDbOptions): Promise<KurrentDbLook['clock']> =>
  new Promise((resolve) => {
    try {
      const { host, isPlain, ca } = hostOf(url);
      const request = isPlain ? plainRequest : tlsRequest;
      const asked = now();
      const call = request(
        `${isPlain ? 'http' : 'https'}://${host}/info`,
        { timeout: within, method: 'GET', agent: false, ...(ca && { ca }) },
        (answer) => {
          answer.resume();
          const theirs = Date.parse(answer.headers.date ?? '');
          resolve(Number.isNaN(theirs) ? undefined : { theirs, ours: (asked + now()) / 2 });
        },
      );
      call.on('timeout', () => call.destroy());
      call.on('error', () => resolve(undefined));
      call.end();
    } catch {
      resolve(undefined);
    }
  });

/** Asks for version and time. LedgerErrors `config` (connection string, user), `unavailable`. */
export const lookAtKurrentDb = async (url: string, options: LookAtKurrentDbOptions): Promise<KurrentDbLook> => {
  const client = kurrentClient(url);
  const late = setTimeout(() => void client.dispose().catch(() => undefined), options.within);
  try {
    const [version, clock] = await Promise.all([versionOf(client), clockOf(url, options)]);
    return { version, clock };
  } catch (error) {
    throw kurrentFailure(error, 'read');
  } finally {
    clearTimeout(late);
    await client.dispose().catch(() => undefined);
  }
};
