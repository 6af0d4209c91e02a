import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { KafkaMessage, Message } from 'kafkajs';
import { type Inbound, type InboundOptions, type ReceiveInbound, openKafkaInbound } from './inbound.ts';
import { kafkaOf } from './settings.ts';
import { type KafkaGround, kafkaGround } from './testing/kafka-ground.ts';
import { readTopic } from './testing/read-topic.ts';
import { until } from './testing/until.ts';

const accept: ReceiveInbound = async (messages) => messages.map(() => ({ status: 'accepted' }));

describe('the inbound topic', () => {
  let ground: KafkaGround;
  let topic: string;
  let rejectedTopic: string;
  const running: Inbound[] = [];

  beforeEach(async () => {
    ground = await kafkaGround();
    topic = `${ground.prefix}ledger.inbound.v1`;
    rejectedTopic = `${ground.prefix}ledger.inbound.rejected.v1`;
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((inbound) => inbound.stop()));
    await ground.dispose();
  });

  const open = (receive: ReceiveInbound, options: Partial<InboundOptions> = {}): Inbound => {
    const inbound = openKafkaInbound({
      kafka: ground.kafka,
      receive,
      topic,
      rejectedTopic,
      group: `${ground.prefix}intake`,
      backoff: { first: 1, longest: 5 },
      fetchWait: 20,
      sessionTimeout: 6_000,
      ...options,
    });
    running.push(inbound);
    return inbound;
  };

  const publish = async (messages: readonly Message[]): Promise<void> => {
    const producer = kafkaOf(ground.kafka).producer({ allowAutoTopicCreation: false });
    await producer.connect();
    await producer.send({ topic, messages: [...messages] });
    await producer.disconnect();
  };

  const rejects = async (): Promise<readonly KafkaMessage[]> =>
    [...(await readTopic(ground.kafka, rejectedTopic)).values()].flat();

  const received = (inbound: Inbound): Promise<void> => until(async () => (await inbound.lag()) === 0);

  it('sends what is rejected on with its reason, and what is accepted not', async () => {
    const inbound = open(async (messages) =>
      messages.map((message) =>
        message.ok && (message.event as { id: string }).id === '2'
          ? { status: 'rejected', code: 'invalid-input', path: 'data.level', message: 'no such level', hint: 'Use A.' }
          : { status: 'accepted' },
      ),
    );
    await publish([1, 2, 3].map((id) => ({ key: 'crm', value: JSON.stringify({ id: String(id) }) })));
    await received(inbound);
    const [reject, ...others] = await rejects();
    expect(others).toEqual([]);
    expect(reject?.value?.toString()).toBe('{"id":"2"}');
    expect(reject?.key?.toString()).toBe('crm');
    expect(String(reject?.headers?.['rejected-from'])).toBe(`${topic}/0/1`);
    expect(JSON.parse(String(reject?.headers?.['rejected-reason']))).toEqual({
      code: 'invalid-input',
      path: 'data.level',
      message: 'no such level',
      hint: 'Use A.',
    });
  });

  it('reads CloudEvents in structured and binary mode, and gives what is neither with the reason', async () => {
    const seen: unknown[] = [];
    const inbound = open(async (messages) => {
      seen.push(...messages.map((message) => (message.ok ? message.event : message.error.code)));
      return accept(messages);
    });
    const event = {
      specversion: '1.0',
      id: '1',
      source: 'crm://a',
      type: 'complaint.filed',
      data: { complaintId: 'C1' },
    };
    await publish([
      { value: JSON.stringify(event), headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' } },
      {
        value: '{"complaintId":"C1"}',
        headers: {
          ce_specversion: '1.0',
          ce_id: '1',
          ce_source: 'crm://a',
          ce_type: 'complaint.filed',
          'content-type': 'application/json',
        },
      },
      { value: '{"id": 1, "id": 2}' },
      { value: null },
    ]);
    await received(inbound);
    expect(seen).toEqual([event, { ...event, datacontenttype: 'application/json' }, 'invalid-input', 'invalid-input']);
  });

  it('says that the topic is not there, and what makes it', async () => {
    const inbound = open(accept, { topic: 'nowhere' });
    await until(() => inbound.stalled() !== undefined);
    expect(inbound.stalled()?.error).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/no topic nowhere .*ledger topics ensure/),
    });
    await expect(inbound.lag()).rejects.toMatchObject({ message: expect.stringMatching(/no topic nowhere: /) });
  }, 20_000);

  it('tries a page again, smaller, until it is received, and passes nothing over', async () => {
    const taken: string[] = [];
    const stalls: unknown[] = [];
    let failures = 6;
    const inbound = open(
      async (messages) => {
        const ids = messages.map((message) => (message.ok ? (message.event as { id: string }).id : ''));
        if (ids.includes('7') && failures-- > 0) throw new Error('no disk');
        taken.push(...ids);
        return accept(messages);
      },
      { onStall: (stall) => stalls.push(stall) },
    );
    await publish(Array.from({ length: 10 }, (_, id) => ({ value: JSON.stringify({ id: String(id) }) })));
    await received(inbound);
    expect(taken).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(stalls).toHaveLength(6);
    expect(stalls.at(-1)).toMatchObject({ partition: 0, offset: '7', error: new Error('no disk') });
    expect(inbound.stalled()).toBeUndefined();
  });

  it('commits only what was received: a member that ends in between is followed by one that begins there', async () => {
    const first = open(
      async (messages) => {
        if (messages.some((message) => message.ok && (message.event as { id: string }).id === '5'))
          throw new Error('no');
        return accept(messages);
      },
      { pageMessages: 1 },
    );
    await publish(Array.from({ length: 8 }, (_, id) => ({ value: JSON.stringify({ id: String(id) }) })));
    await until(() => first.stalled() !== undefined);
    await first.stop();
    const taken: string[] = [];
    const second = open(async (messages) => {
      for (const message of messages) if (message.ok) taken.push((message.event as { id: string }).id);
      return accept(messages);
    });
    await received(second);
    expect(taken).toEqual(['5', '6', '7']);
  });

  it('finishes the page in hand when it is stopped, and commits it: nobody gets it again', async () => {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let began = false;
    const inbound = open(async (messages) => {
      began = true;
      await released;
      return messages.map(() => ({ status: 'rejected', code: 'invalid-input', path: '', message: 'no', hint: '' }));
    });
    await publish([{ value: '"1"' }, { value: '"2"' }]);
    await until(() => began);
    const stopping = inbound.stop();
    release();
    await stopping;
    expect(await inbound.lag()).toBe(0);
    expect(await rejects()).toHaveLength(2);
  });

  it('leaves a page to the next member when the group takes the partition away while it is received', async () => {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let began = false;
    const slow = open(
      async (messages) => {
        began = true;
        await released;
        return accept(messages);
      },
      { sessionTimeout: 1_500 },
    );
    await publish([{ value: '"1"' }]);
    await until(() => began);
    const taken: unknown[] = [];
    const other = open(
      async (messages) => {
        for (const message of messages) if (message.ok) taken.push(message.event);
        return accept(messages);
      },
      { sessionTimeout: 1_500 },
    );
    await until(() => taken.length === 1);
    await publish([{ value: '"2"' }]);
    await received(other);
    release();
    await slow.stop();
    // Had the slow one committed what it held, the group would stand before the second message again.
    expect(await other.lag()).toBe(0);
    expect(taken).toEqual(['1', '2']);
  });
});
