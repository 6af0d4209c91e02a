import fc from 'fast-check';
import type { CallSummary } from '@complaint-ledger/contracts';
import { epochOf, formatInZone } from '@complaint-ledger/policy';
import type { ToldCall } from './call-story.ts';

/** What may be told of a call, and be told otherwise when it ends. */
const course = fc.record(
  {
    agent: fc.constantFrom('handler-1', 'handler-2', '__proto__'),
    department: fc.constantFrom('sales', 'quality/二部'),
    line: fc.constantFrom('400', '__proto__', 'a:b|c'),
    kind: fc.constantFrom('inquiry', 'complaint', 'constructor'),
    outcome: fc.constantFrom('answered', 'missed', 'abandoned', 'nuisance', 'misuse'),
    withinRings: fc.boolean(),
    handlingMs: fc.nat(3_600_000),
    satisfaction: fc.constantFrom('satisfied', '__proto__', '1|x'),
    identityPassed: fc.boolean(),
    rules: fc.uniqueArray(fc.constantFrom('CALL-5', 'CALL-8', 'CALL-12'), { minLength: 1 }),
    missing: fc.uniqueArray(fc.constantFrom('phone', 'fault.where', '__proto__')),
  },
  { requiredKeys: [] },
) satisfies fc.Arbitrary<Partial<CallSummary>>;

const START = epochOf('2025-12-20T00:00:00+08:00');
const MINUTE = 60_000;

/** Calls of some weeks, each told once or, when it ends, again and otherwise. */
export const randomCalls = (maxCalls = 12): fc.Arbitrary<readonly ToldCall[]> =>
  fc
    .array(fc.tuple(fc.nat(40_000), fc.array(course, { minLength: 1, maxLength: 3 })), { maxLength: maxCalls })
    .map((calls) =>
      calls.map(([minutes, courses], index) => {
        const at = formatInZone(START + minutes * MINUTE, 'Asia/Shanghai');
        return { id: `K${index}`, summaries: courses.map((told) => ({ ...told, at })) };
      }),
    );
