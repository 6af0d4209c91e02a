import type { KeyRing } from '@complaint-ledger/access';
import type { RecordedEvent } from '@complaint-ledger/contracts';
import { type EventFeed, tracedFeed, openLeasedFeed, parkedIn } from '@complaint-ledger/event-feed';
import type { Inbound, InboundMessage, KafkaFeedOptions, Relay } from '@complaint-ledger/event-feed/kafka';
import { type EventStore, tracedStore } from '@complaint-ledger/event-store';
import { type Quarantine, Receiver, Unreadable, Webhooks } from '@complaint-ledger/intake';
import type { PolicyBook } from '@complaint-ledger/policy';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { Reporting } from '@complaint-ledger/reporting';
import { CallerCommands, CaseCommands, Routing } from '@complaint-ledger/routing';
import type { KeyedVault } from '@complaint-ledger/vault';
import type { Logger } from 'pino';
import type { Configuration, Environment } from '../config/configuration.ts';
import { type Distributed, readDistributed } from '../config/distributed.ts';
import { readWebhookSettings } from '../config/webhook-settings.ts';
import { Closing } from './closing.ts';
import { type ClusterState, clusterState } from './cluster-state.ts';
import { dataFolder } from './data-folder.ts';
import { inTurnOf } from './in-turn-of.ts';
import { isClock } from './is-clock.ts';
import { holdsEvents, openPolicies } from './open-ledger.ts';
import { tellStall } from './tell-stall.ts';
import { reportingWords } from './words.ts';

export const services = ['intake', 'routing', 'reporting'] as const;
export type Service = (typeof services)[number];

/** One process of a ledger that many processes share: what it runs of it. */
export interface DistributedLedger {
  readonly store: EventStore;
  readonly vault: KeyedVault;
  readonly keyRing: KeyRing;
  readonly policies: PolicyBook;
  readonly relay: Relay;
  readonly cluster: ClusterState;
  readonly inbound?: Inbound;
  readonly receiver?: Receiver;
  readonly webhooks?: Webhooks;
  readonly quarantine?: Quarantine;
  readonly routing?: Routing;
  readonly commands?: CaseCommands;
  readonly callers?: CallerCommands;
  readonly reporting?: Reporting;
  /** Resolves when what this process can wait for is done: facts decided, by whichever process, and counted. */
  settled(): Promise<void>;
  /** Finishes what is in hand, commits, leaves the groups and gives leases back. */
  close(): Promise<void>;
}

export interface DistributedOptions {
  /** Default all of them. */
  readonly services?: readonly Service[];
  readonly configuration: Pick<Configuration, 'data' | 'policy' | 'packs' | 'webhooks'> &
    Partial<Pick<Configuration, 'calendars'>>;
  readonly environment: Environment;
  readonly log: Logger;
  /** Wall clock, ms. */
  readonly now?: () => number;
  /** Waits of the feed; the defaults suit a cluster. */
  readonly feed?: Pick<KafkaFeedOptions, 'sessionTimeout' | 'fetchWait' | 'lookEvery'>;
  /** Milliseconds without a sign of life after which another process relays; default the setting's. */
  readonly leaseMs?: number;
  /** How far the sweep keeps behind the wall clock, ms; default the setting's. */
  readonly graceMs?: number;
}

/** How often matters are looked for that others wait for, and what others wrote is sealed, ms. */
const CHORES_MS = 5_000;

/** Leases that a member of a Kafka group may say nothing before its partitions go to others: a rebalance stops all of them. */
const SESSION_LEASES = 3;

interface Grounds {
  readonly options: DistributedOptions;
  readonly waits: NonNullable<DistributedOptions['feed']>;
  readonly now: () => number;
  readonly closing: Closing;
  readonly where: Distributed;
  readonly store: EventStore;
  readonly projections: ProjectionStore;
  readonly vault: KeyedVault;
  readonly policies: PolicyBook;
  readonly feed: EventFeed;
  readonly serial: EventFeed;
}

const every = (closing: Closing, log: Logger, what: string, chore: () => Promise<unknown>): void => {
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = chore()
      .catch((err: unknown) => log.error({ err }, what))
      .finally(() => (busy = false));
  }, CHORES_MS);
  timer.unref();
  closing.work(async () => {
    clearInterval(timer);
    await running;
  });
};

const openIntake = async ({ options, now, closing, where, waits, store, vault, policies }: Grounds) => {
  const { log, configuration, environment } = options;
  const [{ openMongoQuarantine }, kafka] = await Promise.all([
    import('@complaint-ledger/intake/mongodb'),
    import('@complaint-ledger/event-feed/kafka'),
  ]);
  const quarantine = closing.add(await openMongoQuarantine({ url: where.mongodb, sealer: vault, now }));
  const receiver = new Receiver({ store, vault, policies, quarantine, now });
  await receiver.releaseParked();
  every(closing, log, 'parked messages could not be looked through', () => receiver.releaseParked());
  const readable = (message: InboundMessage): unknown =>
    message.ok ? message.event : new Unreadable(message.bytes, message.error);
  const inbound = kafka.openKafkaInbound({
    kafka: where.kafka,
    topic: `${where.prefix}${kafka.INBOUND_TOPIC}`,
    rejectedTopic: `${where.prefix}${kafka.REJECTED_TOPIC}`,
    group: `${where.prefix}ledger.intake`,
    receive: (messages) => receiver.receive(messages.map(readable), { caller: kafka.INBOUND_TOPIC }),
    onStall: tellStall(log, 'inbound messages wait and are tried again'),
    ...waits,
  });
  closing.work(() => inbound.stop());
  const settings = readWebhookSettings(configuration.webhooks, environment);
  return { quarantine, receiver, inbound, webhooks: new Webhooks({ receiver, policies, settings }) };
};

const openRouting = async (grounds: Grounds) => {
  const { options, now, closing, store, vault, policies, projections, feed, serial } = grounds;
  const routing = new Routing({
    store,
    feed,
    projections,
    policies,
    now,
    shared: { serial, graceMs: options.graceMs ?? grounds.where.graceMs },
    onStall: tellStall(options.log, 'routing stands still at a fact and tries it again'),
    onSweepError: (err) => options.log.error({ err }, 'the deadline sweep failed and is tried again'),
  });
  closing.work(() => routing.stop());
  await routing.start();
  return {
    routing,
    commands: new CaseCommands(routing, store, vault),
    callers: new CallerCommands(routing, store, vault),
  };
};

const openReporting = async (grounds: Grounds, routing: Routing | undefined) => {
  const { options, now, closing, store, vault, policies, projections, feed, serial } = grounds;
  const reporting = await Reporting.open({
    log: store,
    feed,
    shared: { serial },
    store: projections,
    ...reportingWords(policies),
    ...(routing && { decided: () => routing.decided() }),
    now,
    unseal: (eventId, sealed, view) => vault.unseal(eventId, sealed, view),
  });
  closing.work(() => reporting.close());
  await reporting.follow({ onStall: tellStall(options.log, 'the projections stand still and are tried again') });
  return reporting;
};

/**
 * Opens what one process runs of a ledger on KurrentDB, Kafka and MongoDB. Any number of processes may run each service; every one of
 * them stands by to relay. LedgerErrors: `config` (a setting that is missing or wrong, topics that are not there), `not-found` (events whose vault is not there), `unavailable`.
 */
export const openDistributed = async (options: DistributedOptions): Promise<DistributedLedger> => {
  const { configuration, environment, log } = options;
  const wanted = new Set(options.services ?? services);
  const where = readDistributed(environment);
  const now = options.now ?? Date.now;
  const closing = new Closing();
  try {
    const policies = openPolicies(configuration, dataFolder(configuration.data));
    // Their drivers are loaded by nobody who does not use them.
    const [events, kafka, documents, vaults, keys] = await Promise.all([
      import('@complaint-ledger/event-store/kurrentdb'),
      import('@complaint-ledger/event-feed/kafka'),
      import('@complaint-ledger/projection-store/mongodb'),
      import('@complaint-ledger/vault/mongodb'),
      import('@complaint-ledger/access/mongodb'),
    ]);
    const url = where.mongodb;
    const { namespace, prefix } = where;
    const store = closing.add(
      await events.openKurrentDbEventStore({ url: where.events, namespace, clock: now, inOrder: isClock, inTurnOf }),
    );
    // The log is asked first: whoever appended to it had made the vault before.
    const mustExist = await holdsEvents(store);
    const vault = closing.add(await vaults.openMongoVault({ url, ...where.vault, mustExist }));
    const keyRing = closing.add(await keys.openMongoKeyRing({ url }));
    const projections = closing.add(await documents.openMongoProjectionStore({ url }));
    const topic = `${prefix}${kafka.EVENTS_TOPIC}`;
    const place = kafka.relayPlaceIn(projections, topic);
    const ttl = options.leaseMs ?? where.leaseMs;
    const waits = { sessionTimeout: SESSION_LEASES * ttl, ...options.feed };
    const relay = kafka.openKafkaRelay({
      kafka: where.kafka,
      log: store,
      place,
      topic,
      ttl,
      everywhere: ({ stream }: RecordedEvent) => isClock(stream),
      onStall: tellStall(log, 'the relay waits and tries again'),
    });
    closing.work(() => relay.stop());
    every(closing, log, 'the log could not be sealed', async () => {
      if (relay.leads()) await store.seal.sealAll();
    });
    const parked = parkedIn(projections, { prefix, now });
    const feed = closing.add(
      kafka.openKafkaFeed({
        kafka: where.kafka,
        log: store,
        relay: place,
        topic,
        groupPrefix: `${prefix}ledger.`,
        parked,
        ...waits,
      }),
    );
    const serial = closing.add(openLeasedFeed({ log: store, documents: projections, prefix, ttl, parked }));
    const grounds = {
      options,
      waits,
      now,
      closing,
      where,
      store: tracedStore(store, { system: 'kurrentdb', keepsTraces: true }),
      projections,
      vault,
      policies,
      feed: kafka.tracedKafkaFeed(feed, { topic, groupPrefix: `${prefix}ledger.` }),
      serial: tracedFeed(serial),
    };
    const intake = wanted.has('intake') ? await openIntake(grounds) : {};
    const deciding = wanted.has('routing') ? await openRouting(grounds) : undefined;
    const reporting = wanted.has('reporting') ? await openReporting(grounds, deciding?.routing) : undefined;
    return {
      store,
      vault,
      keyRing,
      policies,
      relay,
      cluster: clusterState({ store, feed, serial, place, parked, now }),
      ...intake,
      ...deciding,
      ...(reporting && { reporting }),
      settled: async () => {
        await deciding?.routing.settled();
        await reporting?.caughtUp();
      },
      close: () => closing.run(),
    };
  } catch (error) {
    await closing.run().catch((err: unknown) => log.error({ err }, 'closing after a failed start'));
    throw error;
  }
};
