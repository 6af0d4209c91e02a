import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { LedgerError, said } from '@complaint-ledger/contracts';

const hint = said(
  'Write it as kurrentdb://user:secret@host:2113?tls=true.',
  '请写成 kurrentdb://user:secret@host:2113?tls=true。',
);

/** The native part of the client, which reads, would take name and password from the connection string without decoding them. */
const withUser = (client: KurrentDBClient, url: string): KurrentDBClient => {
  const [, name, secret] = /^[^:]+:\/\/([^:@/]+):([^:@/]+)@/.exec(url) ?? [];
  if (name === undefined || secret === undefined) return client;
  const user = { username: decodeURIComponent(name), password: decodeURIComponent(secret) };
  client.setCredentialsProvider(async () => user);
  return client;
};

/** A client, not connected yet. LedgerError `config`, which repeats nothing of the connection string but the name of an unknown option. */
export const kurrentClient = (url: string): KurrentDBClient => {
  const { warn } = console;
  let unknown: string | undefined;
  // The client writes the whole string, password and all, to the console when it does not know an option; and its errors quote it.
  console.warn = (...words: unknown[]) => {
    const option = /^Unknown option key "([^"]*)"/.exec(String(words[0]))?.[1];
    if (option === undefined) warn.apply(console, words);
    else unknown ??= option;
  };
  let client: KurrentDBClient;
  try {
    client = KurrentDBClient.connectionString(url);
  } catch {
    throw new LedgerError(
      'config',
      said('The connection string of KurrentDB cannot be read.', '无法识别 KurrentDB 的连接串。'),
      { hint },
    );
  } finally {
    console.warn = warn;
  }
  if (unknown === undefined) return withUser(client, url);
  throw new LedgerError(
    'config',
    said(
      `The connection string of KurrentDB has an option that there is not: ${unknown}.`,
      `KurrentDB 的连接串含有未知选项：${unknown}。`,
    ),
    { hint },
  );
};
