import { INBOUND_TOPIC } from '@complaint-ledger/event-feed/kafka';
import { beforeAll, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { filedEvent } from '../testing/events.ts';
import { embedded, inBatches } from './embedded.ts';
import { type Fleet, withFleet } from './fleet.ts';
import { digestOf } from './fleet-digest.ts';
import { type ToldReports, periodsOf, reportsFrom, reportsOf } from './told-reports.ts';
import { callCentre, tour } from './told-stories.ts';

const periods = periodsOf(2026);

/** Every process of reporting says the same, and so do the figures in the database. */
const expectReports = async (fleet: Fleet, { digest, ...reports }: ToldReports): Promise<void> => {
  for (const member of fleet.of('reporting')) expect(await reportsFrom(fleet, member, periods)).toEqual(reports);
  expect(await digestOf(fleet)).toBe(digest);
};

const told = (messages: readonly object[]): Promise<ToldReports> =>
  embedded(messages, ({ reporting }) => reportsOf(reporting, periods));

const toured = tour();

describe.each([
  toured === undefined
    ? (['a call centre in place of the tour', callCentre(30)] as const)
    : (['the tour', toured] as const),
  ['a call centre of 40 cases', callCentre(40)] as const,
])('%s, told to processes over HTTP', (_, story) => {
  let expected: ToldReports = {};
  beforeAll(async () => {
    expected = await told(story);
  }, 60_000);

  it.each([1, 4])(
    'gives the same reports as embedded with %i of routing and of reporting',
    (instances) =>
      withFleet({}, async (fleet) => {
        await fleet.start({ intake: 1, routing: instances, reporting: instances });
        for (const batch of inBatches(story)) await fleet.post(batch);
        await fleet.settled();
        await expectReports(fleet, expected);
      }),
    300_000,
  );
});

it('a process of each service stops and the others go on, with messages from Kafka', async () => {
  const story = callCentre(30);
  const expected = await told(story);
  await withFleet({}, async (fleet) => {
    await fleet.start({ intake: 2, routing: 2, reporting: 2 });
    const { LEDGER_KAFKA, LEDGER_KAFKA_PREFIX } = fleet.environment;
    const kafka = new kafkajs.Kafka({ brokers: LEDGER_KAFKA.split(','), logLevel: kafkajs.logLevel.NOTHING });
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    for (const [index, batch] of inBatches(story).entries()) {
      // In one partition: a story is told in its order.
      const messages = batch.map((event) => ({ key: 'crm', value: JSON.stringify(event) }));
      await producer.send({ topic: `${LEDGER_KAFKA_PREFIX}${INBOUND_TOPIC}`, messages });
      if (index === 1)
        for (const service of ['intake', 'routing', 'reporting'] as const)
          expect(await fleet.of(service)[0]?.stop()).toBe(0);
    }
    await producer.disconnect();
    await fleet.settled();
    await fleet.of('reporting')[0]?.start();
    await expectReports(fleet, expected);
  });
}, 300_000);

it(
  'commands are obeyed or refused with their rule by any process of routing, and read back in any of reporting',
  () =>
    withFleet({}, async (fleet) => {
      await fleet.start({ intake: 1, routing: 2, reporting: 2 });
      const [one, other] = fleet.of('routing');
      const transfer = async (to: string, member = one): Promise<{ status: number; body: Record<string, unknown> }> => {
        const handover = { need: '退款', facts: '已核实', promised: '三日内答复', contact: '13800000001' };
        const answer = await fleet.request(member ?? 'routing', '/v1/cases/C1/transfers', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ to: { department: to }, handover }),
        });
        return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
      };
      await fleet.post([filedEvent('C1', { time: new Date().toISOString() })]);
      await fleet.settled();
      const answers = [await transfer('sales'), await transfer('finance', other)];
      expect(answers).toMatchObject([
        { status: 200 },
        { status: 409, body: { type: 'urn:complaint-ledger:problem:rule', rule: 'XFER-1' } },
      ]);
      const position = Number(answers[0]?.body['position']);
      for (const member of fleet.of('reporting'))
        expect(await fleet.ask(member, `/v1/cases/C1?atLeast=${position}`)).toMatchObject({ department: 'sales' });
      await fleet.settled();
      for (const member of fleet.of('reporting')) {
        const { events } = await fleet.ask<{ events: readonly { type: string }[] }>(member, '/v1/cases/C1/history');
        expect(events.map(({ type }) => type)).toContain('TransferRefused');
      }
    }),
  180_000,
);
