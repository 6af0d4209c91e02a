import { branches, products } from './departments.ts';
import type { World } from './complaint-story.ts';
import type { Customer } from './people.ts';
import type { Odds } from './random.ts';
import { inquiryOf } from './texts.ts';

type Sort = 'inquiry' | 'query' | 'purchase' | 'missed' | 'abandoned' | 'nuisance';

const sorts: Odds<Sort> = [
  ['inquiry', 44],
  ['query', 26],
  ['purchase', 9],
  ['missed', 5],
  ['abandoned', 6],
  ['nuisance', 4],
];

/** A call that becomes no case: answered on the spot, passed to the sales desk, lost, or a nuisance (CALL-2, CALL-3, CALL-10). */
export const tellCall = (
  { random, send, timestamp }: World,
  call: { readonly id: string; readonly at: number; readonly policy: string | undefined },
  callers: { readonly ordinary: () => Customer; readonly nuisance: () => Customer },
): void => {
  const sort = random.draw(sorts);
  const lost = sort === 'missed' || sort === 'abandoned';
  const rings = lost ? 4 + random.below(8) : 1 + random.below(random.chance(0.88) ? 3 : 7);
  const answered = call.at + rings * 5_000;
  const agent = `agent-${String(1 + random.below(24)).padStart(2, '0')}`;
  const caller = sort === 'nuisance' ? callers.nuisance() : callers.ordinary();
  const { id: callId, policy } = call;
  const branch = random.pick(branches);
  send('call.received', 'call', call.at, {
    callId,
    ...(policy === undefined ? {} : { policy }),
    line: '400',
    rings,
    branch,
    outcome: sort === 'nuisance' || lost ? sort : 'answered',
    // Who hangs up before anybody answers leaves a number and nothing else (CALL-4).
    caller: lost ? { phone: caller.phone } : caller,
    ...(lost
      ? {}
      : {
          agent,
          kind: sort,
          answeredAt: timestamp(answered),
          brief: sort === 'nuisance' ? '骚扰电话' : inquiryOf(random, random.pick(products), branch),
          handling: sort === 'purchase' ? '已转营销部门，并告知直线电话。' : '已答复。',
        }),
  });
  if (lost) return;
  const durationMs = Math.round(random.around(sort === 'nuisance' ? 20 : 150, 0.7)) * 1_000;
  const satisfaction = random.draw([
    ['满意', 82],
    ['一般', 13],
    ['不满意', 5],
  ] as const);
  send('call.ended', 'call-ended', answered + durationMs, {
    callId,
    outcome: sort === 'nuisance' ? 'nuisance' : 'answered',
    durationMs,
    agent,
    ...(random.chance(0.4) ? { satisfaction } : {}),
  });
};
