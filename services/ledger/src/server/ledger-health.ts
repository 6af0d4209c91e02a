import type { Part } from './health.ts';
import type { ServedLedger } from './served-ledger.ts';

interface Standing {
  readonly position?: number;
  readonly attempt: number;
  readonly error: unknown;
}

/** Throws when it stands at a failure; else says what `detail` says. */
const standing = async (stall: Standing | undefined, detail: () => Promise<string>): Promise<string> => {
  if (stall === undefined) return detail();
  const reason = stall.error instanceof Error ? stall.error.message : String(stall.error);
  const place = stall.position === undefined ? '' : ` at position ${stall.position}`;
  throw new Error(`it stands${place} after ${stall.attempt} attempts: ${reason}`);
};

/** Every part that a request may need, asked for real. */
export const ledgerHealth = (ledger: ServedLedger): readonly Part[] => {
  const { store, vault, keyRing, quarantine, routing, reporting, relay, inbound } = ledger;
  const parts: Part[] = [
    { name: 'log', check: async () => `position ${await store.head()}` },
    {
      name: 'vault',
      check: async () => {
        await vault.personOf('health');
        return undefined;
      },
    },
  ];
  if (quarantine !== undefined) {
    const check = async (): Promise<string> => {
      const { rejected, parked } = await quarantine.counts();
      return `${rejected} rejected, ${parked} parked`;
    };
    parts.push({ name: 'quarantine', check });
  }
  parts.push({
    name: 'keys',
    check: async () => {
      await keyRing.hasKeys();
      return undefined;
    },
  });
  if (routing !== undefined) {
    const behind = async (): Promise<string> => `${await routing.lag()} events behind`;
    parts.push({ name: 'routing', check: () => standing(routing.stalled(), behind) });
  }
  if (reporting !== undefined) {
    const behind = async (): Promise<string> => `${await reporting.lag()} events behind`;
    parts.push({ name: 'projections', check: () => standing(reporting.stalled(), behind) });
  }
  if (relay !== undefined) {
    const state = async (): Promise<string> =>
      relay.leads() ? `relays, ${await relay.lag()} events behind` : 'stands by';
    parts.push({ name: 'relay', check: () => standing(relay.stalled(), state) });
  }
  if (inbound !== undefined) {
    const waiting = async (): Promise<string> => `${await inbound.lag()} messages wait`;
    parts.push({ name: 'inbound', check: () => standing(inbound.stalled(), waiting) });
  }
  return parts;
};
