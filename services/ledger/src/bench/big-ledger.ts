import { result } from './child.ts';

export const YEAR = { seed: 23, from: '2025-01-01', to: '2026-01-01' } as const;
/** A week in the middle of that year. */
export const WEEK = '2025-W40';

/** Events that one complaint of the simulated year leaves in the log, calls and decisions included. */
const EVENTS_PER_COMPLAINT = 31;

export const complaintsFor = (events: number): number => Math.ceil(events / EVENTS_PER_COMPLAINT);

export interface BigLedger {
  readonly folder: string;
  readonly events: number;
  readonly messages: number;
  readonly seconds: number;
  /** Peak memory of the process that built it. */
  readonly peakMb: number;
  /** An admin key of it. */
  readonly key: string;
}

/** A ledger of about that many events, built once and used by several measurements. */
export const buildLedger = async (folder: string, events: number): Promise<BigLedger> => ({
  folder,
  ...(await result<Omit<BigLedger, 'folder'>>('build-ledger.child.js', [folder, String(events)])),
});
