import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { brokersOf, ensureTopics } from '@complaint-ledger/event-feed/kafka';
import { pino } from 'pino';
import { takeCorner } from '../distributed/corner.ts';
import { type DistributedLedger, type Service, openDistributed } from '../open/open-distributed.ts';
import type { Readiness } from '../server/health.ts';
import { type LedgerServer, serveLedger } from '../server/ledger-server.ts';
import { type Gate, gateTo } from './gate.ts';

const LOOK_MS = 100;

/** One process's worth of a service, serving. */
export interface ServedService {
  readonly ledger: DistributedLedger;
  readonly server: LedgerServer;
  ask(path: string, init?: RequestInit): Promise<Response>;
  ready(): Promise<Readiness>;
}

/** A distributed ledger whose ways to its engines can be shut. */
export interface OutageGround {
  readonly events: Gate;
  readonly mongodb: Gate;
  /** Settings of its processes. */
  readonly environment: Readonly<Record<string, string>>;
  /** Starts one process's worth of a service. */
  start(service: Service, environment?: Readonly<Record<string, string>>): Promise<ServedService>;
  /** Sends a batch until it is taken; answers how often it was not, and the answers to those. */
  tell(intake: ServedService, batch: readonly object[]): Promise<readonly Response[]>;
  dispose(): Promise<void>;
}

const behind = async (url: string): Promise<{ readonly gate: Gate; readonly url: string }> => {
  const [, before = '', host = '', after = ''] = /^([a-z+]+:\/\/(?:[^@/]*@)?)([^/?]+)(.*)$/.exec(url) ?? [];
  const gate = await gateTo(host);
  return { gate, url: `${before}${gate.host}${after}` };
};

/**
 * The member of a replica set, else the driver goes where the member itself says that it is, past the gate. One that is away is waited for
 * before it is told: here, less than any outage lasts.
 */
const alone = (mongodb: string): string => {
  const url = new URL(mongodb);
  url.searchParams.delete('replicaSet');
  url.searchParams.set('directConnection', 'true');
  url.searchParams.set('serverSelectionTimeoutMS', '3000');
  return url.href;
};

/** Waits for a condition; fails when it does not come about. */
export const until = async (holds: () => boolean | Promise<boolean>, milliseconds = 60_000): Promise<void> => {
  const end = performance.now() + milliseconds;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`still not so after ${milliseconds} ms: ${String(holds)}`);
    await delay(LOOK_MS);
  }
};

export const outageGround = async ({ now }: { readonly now: () => number }): Promise<OutageGround> => {
  const corner = takeCorner();
  const { LEDGER_EVENTS, LEDGER_MONGODB, LEDGER_KAFKA, LEDGER_KAFKA_PREFIX: prefix } = corner.environment;
  const [events, mongodb] = [await behind(LEDGER_EVENTS), await behind(LEDGER_MONGODB)];
  const settings = { ...corner.environment, LEDGER_EVENTS: events.url, LEDGER_MONGODB: alone(mongodb.url) };
  await ensureTopics(
    { brokers: brokersOf(LEDGER_KAFKA) },
    { prefix, partitions: 4, inboundPartitions: 1, replication: 1 },
  );
  const data = mkdtempSync(join(tmpdir(), 'outage-'));
  const log = pino({ level: process.env['SPEC_LOG'] ?? 'silent' });
  const served: ServedService[] = [];

  const start: OutageGround['start'] = async (service, environment = {}) => {
    const ledger = await openDistributed({
      services: [service],
      configuration: { data, policy: 'standard', packs: [], webhooks: undefined },
      environment: { ...settings, ...environment },
      log,
      now,
      feed: { fetchWait: 20, lookEvery: 10, sessionTimeout: 10_000 },
      leaseMs: 2_000,
    });
    const server = await serveLedger(ledger, { host: '127.0.0.1', port: 0, log });
    const { secret } = await ledger.keyRing.create({ role: 'admin', label: 'spec' });
    const ask: ServedService['ask'] = (path, init = {}) => {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${secret}`);
      return fetch(new URL(path, server.url), { ...init, headers });
    };
    const ready = async (): Promise<Readiness> => (await (await ask('/health/ready')).json()) as Readiness;
    const each = { ledger, server, ask, ready };
    served.push(each);
    return each;
  };

  const tell: OutageGround['tell'] = async (intake, batch) => {
    const refused: Response[] = [];
    for (;;) {
      const headers = { 'content-type': 'application/cloudevents-batch+json' };
      const answer = await intake.ask('/v1/events', { method: 'POST', headers, body: JSON.stringify(batch) });
      await answer.text();
      if (answer.ok) return refused;
      refused.push(answer);
      await delay(LOOK_MS);
    }
  };

  const dispose = async (): Promise<void> => {
    for (const { gate } of [events, mongodb]) await gate.open();
    await Promise.all(
      served.map(async ({ server, ledger }) => {
        await server.close();
        await ledger.close();
      }),
    );
    await corner.clear();
    rmSync(data, { recursive: true });
    for (const { gate } of [events, mongodb]) await gate.shut();
  };
  return { events: events.gate, mongodb: mongodb.gate, environment: settings, start, tell, dispose };
};
