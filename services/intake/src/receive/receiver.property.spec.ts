import { describe, expect, it } from '@jest/globals';
import type { JsonObject, RecordedEvent } from '@complaint-ledger/contracts';
import fc from 'fast-check';
import { type IntakePlace, openIntakePlace } from '../testing/intake-place.ts';
import { event } from '../testing/messages.ts';
import type { Receipt } from './receipt.ts';

/** Few matters, few ids and few contents, so that duplicates, conflicts and messages ahead of their matter are common. */
const complaint = fc.constantFrom('C1', 'C2', 'C3');
const level = fc.constantFrom('dissatisfied', 'major', 'angry');

const message = fc.oneof(
  fc
    .record({ complaint, level, n: fc.constantFrom(1, 1, 1, 2), phone: fc.constantFrom('13800000001', '13900000002') })
    .map(({ complaint: complaintId, level, n, phone }) =>
      event(`${complaintId}-filed-${n}`, 'complaint.filed', { complaintId, level, complainant: { phone } }),
    ),
  fc
    .record({ complaint, n: fc.integer({ min: 1, max: 3 }), reached: fc.boolean() })
    .map(({ complaint: complaintId, n, reached }) =>
      event(`${complaintId}-contact-${n}`, 'case.contacted', { complaintId, reached, summary: `联系${n}` }),
    ),
  fc
    .record({ complaint, department: fc.constantFrom('sales', 'finance', 'moon') })
    .map(({ complaint: complaintId, department }) =>
      event(`${complaintId}-to-${department}`, 'case.assigned', { complaintId, department }),
    ),
  fc.constantFrom<unknown>(
    event('clock', 'source.advanced', { to: '2026-03-01T00:00:00Z' }),
    event('odd', 'complaint.filed', { level: 'major' }),
    'nothing',
  ),
);

/** A stream of messages and where it is cut into batches. */
const cutStream = fc.array(fc.tuple(message, fc.boolean()), { minLength: 1, maxLength: 25 });

const batchesOf = (cut: readonly (readonly [unknown, boolean])[]): readonly (readonly unknown[])[] => {
  const batches: unknown[][] = [[]];
  for (const [each, ends] of cut) {
    batches.at(-1)?.push(each);
    if (ends) batches.push([]);
  }
  return batches;
};

const send = async (place: IntakePlace, batches: readonly (readonly unknown[])[]): Promise<readonly Receipt[]> => {
  const receipts: Receipt[] = [];
  for (const batch of batches) receipts.push(...(await place.send(...batch)));
  return receipts;
};

/** What does not depend on random ids: persons, quarantine ids and the place within a batch are left out. */
const said = (receipts: readonly Receipt[]): readonly JsonObject[] =>
  receipts.map((receipt) => {
    const { index: _, ...rest } = receipt;
    return { ...rest, quarantineId: 'quarantineId' in rest };
  });

const outline = async (place: IntakePlace) => {
  const log = await place.log();
  const persons = new Map<unknown, number>();
  const told = async (recorded: RecordedEvent): Promise<unknown> => {
    const { complainant, ...data } = recorded.data;
    if (complainant !== undefined && !persons.has(complainant)) persons.set(complainant, persons.size);
    const { id, stream, position, revision, type } = recorded;
    const all = await place.told(recorded);
    return {
      id,
      stream,
      position,
      revision,
      type,
      data,
      person: persons.get(complainant),
      all: all === 'erased' ? all : { ...all, complainant: 0 },
    };
  };
  const events: unknown[] = [];
  for (const recorded of log) events.push(await told(recorded));
  const { entries } = await place.quarantine.list({ limit: 100 });
  const kept = entries.map(({ id, state, path, code, deliveries }) => ({ id, state, path, code, deliveries }));
  return { events, kept };
};

describe('Receiver, for any stream of messages', () => {
  it('says and records the same however it is cut into batches', async () => {
    await fc.assert(
      fc.asyncProperty(cutStream, async (cut) => {
        const whole = cut.map(([each]) => each);
        const [one, other, single] = [await openIntakePlace(), await openIntakePlace(), await openIntakePlace()];
        try {
          const receipts = said(await send(one, [whole]));
          expect(said(await send(other, batchesOf(cut)))).toEqual(receipts);
          expect(
            said(
              await send(
                single,
                whole.map((each) => [each]),
              ),
            ),
          ).toEqual(receipts);
          const expected = await outline(one);
          expect(await outline(other)).toEqual(expected);
          expect(await outline(single)).toEqual(expected);
        } finally {
          await Promise.all([one.dispose(), other.dispose(), single.dispose()]);
        }
      }),
      { seed: 20261121, numRuns: 20 },
    );
  });

  it('records nothing more when it comes again, also after a restart, and answers every message', async () => {
    await fc.assert(
      fc.asyncProperty(cutStream, async (cut) => {
        let place = await openIntakePlace();
        try {
          const batches = batchesOf(cut);
          const first = await send(place, batches);
          const log = await place.log();
          place = await place.reopen();
          const again = await send(place, batches);
          for (const [i, receipt] of again.entries()) {
            const before = first[i]?.status;
            // What was parked may have been released since; what the log took is a duplicate from now on.
            if (before === 'accepted' || before === 'duplicate') expect(receipt.status).toBe('duplicate');
          }
          const taken = log.map(({ id }) => id);
          expect((await place.log()).slice(0, log.length).map(({ id }) => id)).toEqual(taken);
          expect(await place.store.head()).toBe(log.length);
        } finally {
          await place.dispose();
        }
      }),
      { seed: 7, numRuns: 20 },
    );
  });

  it('records each once when many send the same at the same moment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 20 }), async (messages) => {
        const place = await openIntakePlace();
        try {
          const senders = await Promise.all(
            [messages, [...messages].reverse(), messages].flatMap((list) => list.map((each) => place.send(each))),
          );
          const log = await place.log();
          const ids = log.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          const accepted = senders.flat().filter(({ status }) => status === 'accepted').length;
          expect(accepted + (await place.quarantine.counts()).resent).toBe(ids.length);
          const filedFirst = new Map<string, string>();
          for (const { stream, type } of log) if (!filedFirst.has(stream)) filedFirst.set(stream, type);
          for (const type of filedFirst.values()) expect(['ComplaintFiled', 'SourceAdvanced']).toContain(type);
        } finally {
          await place.dispose();
        }
      }),
      { seed: 11, numRuns: 15 },
    );
  });

  it('answers whatever JSON it gets, and the next message as well', async () => {
    const base = fc.constantFrom(
      event('f', 'complaint.filed', { complaintId: 'C1', level: 'major', dueTimes: {}, complainant: { phone: '1' } }),
      event('t', 'case.transferred', {
        complaintId: 'C0',
        from: {},
        to: { department: 'sales' },
        handover: { need: 'x' },
      }),
      event('k', 'call.received', { callId: 'K1', caller: { name: 'x' }, rings: 1 }),
      event('e', 'call.ended', { callId: 'K0' }),
      event('s', 'source.advanced', { to: '2026-03-01T00:00:00Z' }),
    );
    const place = await openIntakePlace();
    try {
      await place.send(
        event('f0', 'complaint.filed', { complaintId: 'C0' }),
        event('k0', 'call.received', { callId: 'K0' }),
      );
      await fc.assert(
        fc.asyncProperty(
          base,
          fc.jsonValue({ maxDepth: 3 }),
          fc.nat(),
          fc.nat(),
          fc.nat(),
          async (message, value, a, b, n) => {
            const mutated = structuredClone(message);
            const data = mutated.data as Record<string, unknown>;
            const [outer, inner] = [Object.keys(mutated), Object.keys(data)];
            if (a % 3 === 0) mutated[outer[b % outer.length] ?? 'id'] = value;
            else data[inner[b % inner.length] ?? 'x'] = value;
            const [receipt, next] = await place.send(
              mutated,
              event(`next ${n}`, 'case.contacted', { complaintId: 'C0', reached: true }),
            );
            expect(['accepted', 'duplicate', 'rejected', 'parked']).toContain(receipt?.status);
            if (receipt?.status === 'rejected') expect(receipt.message).not.toBe('');
            expect(['accepted', 'duplicate']).toContain(next?.status);
          },
        ),
        { seed: 3, numRuns: 300 },
      );
      for (const recorded of await place.log()) expect(await place.told(recorded)).not.toBe('erased');
    } finally {
      await place.dispose();
    }
  });
});
