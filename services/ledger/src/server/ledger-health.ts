import type { Parked } from '@complaint-ledger/event-feed';
import type { Part } from './health.ts';
import type { ServedLedger } from './served-ledger.ts';
import { counted } from '../cli/counted.ts';

interface Standing {
  readonly position?: number;
  readonly attempt: number;
  readonly error: unknown;
  readonly retryIn: number;
}

/** Throws when it stands at a failure; else says what `detail` says. */
const standing = async (stall: Standing | undefined, detail: () => Promise<string>): Promise<string> => {
  if (stall === undefined) return detail();
  const reason = stall.error instanceof Error ? stall.error.message : String(stall.error);
  if (stall.retryIn === Number.POSITIVE_INFINITY)
    throw new Error(`it has ended, mend this and start it again: ${reason}`);
  const place = stall.position === undefined ? '' : ` at position ${stall.position}`;
  throw new Error(`it stands${place} after ${counted(stall.attempt, 'attempt')}: ${reason}`);
};

const parkedAt = ({ consumer, bucket, position, reason, since }: Parked): string => {
  const where = bucket === undefined ? consumer : `${consumer}, bucket ${bucket}`;
  return `${where} stands at position ${position} since ${since}: ${reason.message}`;
};

/** Most parked buckets that are told one by one. */
const TOLD = 5;

const nothingParked = async (list: () => Promise<readonly Parked[]>): Promise<string> => {
  const parked = await list();
  if (parked.length === 0) return 'nothing is parked';
  const more = parked.length > TOLD ? [`${parked.length - TOLD} more`] : [];
  throw new Error([...parked.slice(0, TOLD).map(parkedAt), ...more].join('; '));
};

/**
 * Every part that a request may need, asked for real. Where other processes work on the same ledger, what follows the log is spare: while
 * it stands, requests are still taken and answered, with what is known so far.
 */
export const ledgerHealth = (ledger: ServedLedger): readonly Part[] => {
  const { store, vault, keyRing, quarantine, routing, reporting, relay, inbound, cluster } = ledger;
  const spare = cluster !== undefined;
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
  if (cluster !== undefined && (routing !== undefined || reporting !== undefined)) {
    const check = async (): Promise<string> => {
      const missing = cluster.notJoined();
      if (missing.length === 0) return 'joined';
      throw new Error(`${missing.join(', ')}: not joined yet`);
    };
    parts.push({ name: 'groups', check });
    parts.push({ name: 'parked', spare, check: () => nothingParked(() => cluster.parked()) });
  }
  if (routing !== undefined) {
    const behind = async (): Promise<string> => `${counted(await routing.lag(), 'event')} behind`;
    parts.push({ name: 'routing', spare, check: () => standing(routing.stalled(), behind) });
  }
  if (reporting !== undefined) {
    const behind = async (): Promise<string> => `${counted(await reporting.lag(), 'event')} behind`;
    parts.push({ name: 'projections', spare, check: () => standing(reporting.stalled(), behind) });
  }
  if (relay !== undefined) {
    const state = async (): Promise<string> =>
      `${relay.leads() ? 'relays' : 'stands by'}, ${counted(await relay.lag(), 'event')} behind`;
    parts.push({ name: 'relay', spare: true, check: () => standing(relay.stalled(), state) });
  }
  if (inbound !== undefined) {
    const waiting = async (): Promise<string> => {
      if (!inbound.joined()) throw new Error('not joined yet');
      return counted(await inbound.lag(), 'message waits', 'messages wait');
    };
    parts.push({ name: 'inbound', spare: true, check: () => standing(inbound.stalled(), waiting) });
  }
  return parts;
};
