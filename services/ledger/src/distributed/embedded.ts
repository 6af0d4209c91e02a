import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Ledger, openLedger } from '../open/open-ledger.ts';

/** Messages as they are sent: so many in one request. */
export const inBatches = (messages: readonly object[], size = 100): readonly (readonly object[])[] =>
  Array.from({ length: Math.ceil(messages.length / size) }, (_, batch) =>
    messages.slice(batch * size, batch * size + size),
  );

/** What a ledger in one process says of a story: the measure of every other set-up. */
export const embedded = async <T>(
  messages: readonly object[],
  ask: (ledger: Ledger) => Promise<T>,
  { now, packs = [] }: { readonly now?: () => number; readonly packs?: readonly string[] } = {},
): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-'));
  const ledger = await openLedger({
    configuration: { data: folder, policy: 'standard', packs: [], webhooks: undefined },
    environment: {},
    log: pino({ level: 'silent' }),
    packs,
    ...(now && { now }),
  });
  try {
    for (const batch of inBatches(messages)) await ledger.receiver.receive(batch, { caller: 'spec' });
    await ledger.settled();
    return await ask(ledger);
  } finally {
    await ledger.close();
    rmSync(folder, { recursive: true });
  }
};
