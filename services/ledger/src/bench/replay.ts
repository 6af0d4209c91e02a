import { type BenchResult, type Contender, compare } from '@complaint-ledger/event-store/bench';
import type { BigLedger } from './big-ledger.ts';
import { result } from './child.ts';

/** The whole log read and folded into figures, each time in a process of its own; and the most memory each way needed. */
export const benchReplay = async (
  ledger: BigLedger,
  rounds: number,
): Promise<{ readonly result: BenchResult; readonly peakMb: ReadonlyMap<string, number> }> => {
  const peakMb = new Map<string, number>();
  const inChild =
    (way: string): Contender =>
    async () => {
      const { rate, peakMb: peak } = await result<{ rate: number; peakMb: number }>('replay.child.js', [
        way,
        ledger.folder,
      ]);
      peakMb.set(way, Math.max(peak, peakMb.get(way) ?? 0));
      return rate;
    };
  const compared = await compare({
    name: `replay of ${ledger.events.toLocaleString('en')} events`,
    unit: 'events/s',
    baseline: 'read and JSON.parse',
    rounds,
    contenders: {
      'read and JSON.parse': inChild('bare'),
      'ledger, tallies rebuilt': inChild('tallies'),
      'ledger, every projection rebuilt': inChild('everything'),
    },
  });
  return { result: compared, peakMb };
};
