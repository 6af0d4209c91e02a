import type { AddressInfo } from 'node:net';
import { checkBind } from '@complaint-ledger/access';
import { LedgerError, said } from '@complaint-ledger/contracts';
import { type Served, createHttpApp } from '@complaint-ledger/http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { calendarEnds } from '../open/calendar-end.ts';
import type { ClusterState } from '../open/cluster-state.ts';
import { type Part, readiness } from './health.ts';
import { ledgerHealth } from './ledger-health.ts';
import { ledgerModule } from './ledger.module.ts';
import { type Metrics, type Sample, type SharedFigures, openMetrics } from './metrics.ts';
import type { ServedLedger } from './served-ledger.ts';

export interface LedgerServer {
  readonly app: NestFastifyApplication;
  /** `http://127.0.0.1:8321`. */
  readonly url: string;
  /** From now on `/health/ready` says no, while requests are still taken: for a gateway to see before `close`. */
  leave(): void;
  /** Takes no new requests and ends when those under way are answered, or their time is over. */
  close(): Promise<void>;
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

const listenFault = (error: unknown, host: string, port: number): unknown => {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new LedgerError(
        'config',
        said(`Port ${port} on ${host} is in use.`, `${host} 的端口 ${port} 已被占用。`),
        {
          path: 'port',
          hint: said(
            'Another ledger may be running. Choose another port with --port; 0 takes any that is free.',
            '可能已有账本在运行。请用 --port 换一个端口；0 表示任取空闲端口。',
          ),
        },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new LedgerError('config', said(`This machine has no address ${host}.`, `本机没有地址 ${host}。`), {
        path: 'host',
        hint: said('Use 127.0.0.1.', '请用 127.0.0.1。'),
      });
    case 'EACCES':
      return new LedgerError(
        'config',
        said(`Port ${port} needs rights that this user does not have.`, `当前用户无权使用端口 ${port}。`),
        {
          path: 'port',
          hint: said('Use a port above 1023.', '请用 1023 以上的端口。'),
        },
      );
    default:
      return error;
  }
};

const lagsOf = async ({ reporting, routing, relay }: ServedLedger): Promise<readonly Sample[]> => {
  const lags = { reporting: reporting?.lag(), routing: routing?.lag(), relay: relay?.lag() };
  const samples = Object.entries(lags).map(async ([consumer, lag]) =>
    lag === undefined ? [] : [{ labels: { consumer }, value: await lag }],
  );
  return (await Promise.all(samples)).flat();
};

const sharedFigures = ({ relay, inbound }: ServedLedger, cluster: ClusterState): SharedFigures => ({
  partitionLags: async () =>
    (await cluster.lags()).map(({ consumer, partition, messages }) => ({
      labels: { consumer, partition: String(partition) },
      value: messages,
    })),
  inboundLags: async () =>
    ((await inbound?.lags()) ?? []).map(({ partition, messages }) => ({
      labels: { partition: String(partition) },
      value: messages,
    })),
  ages: async () => [...(await cluster.ages())].map(([consumer, value]) => ({ labels: { consumer }, value })),
  parked: async () => {
    const counts = new Map<string, number>();
    for (const { consumer } of await cluster.parked()) counts.set(consumer, (counts.get(consumer) ?? 0) + 1);
    return [...counts].map(([consumer, value]) => ({ labels: { consumer }, value }));
  },
  leads: () => [{ labels: {}, value: relay?.leads() === true ? 1 : 0 }],
});

const metricsOf = (ledger: ServedLedger, health: readonly Part[]): Metrics =>
  openMetrics({
    head: () => ledger.store.head(),
    lags: () => lagsOf(ledger),
    quarantined: async () =>
      Object.entries((await ledger.quarantine?.counts()) ?? {}).map(([state, value]) => ({ labels: { state }, value })),
    calendarEnds: () =>
      calendarEnds(ledger.policies).map(({ calendar, end }) => ({ labels: { calendar }, value: end / 1_000 })),
    parts: async () =>
      (await readiness(health)).parts.map(({ name, ok }) => ({ labels: { part: name }, value: ok ? 1 : 0 })),
    ...(ledger.cluster && { shared: sharedFigures(ledger, ledger.cluster) }),
  });

/** The HTTP side of an open ledger, not listening: for tests that inject requests. */
export const ledgerApp = (
  ledger: ServedLedger,
  log: Logger,
  health = ledgerHealth(ledger),
): Promise<NestFastifyApplication> => {
  const metrics = metricsOf(ledger, health);
  const parts = { health, metrics, policies: ledger.policies };
  const observe = (served: Served): void => {
    metrics.observe(served);
    log.debug(served, 'served');
  };
  return createHttpApp(ledgerModule(ledger, parts), { keyRing: ledger.keyRing, log, observe });
};

const DRAIN_MS = 10_000;

const leaving: Part = { name: 'process', check: () => Promise.reject(new Error('it was told to stop')) };

/** Serves an open ledger. LedgerError `config` for an address that cannot be had, or a public one without a key. */
export const serveLedger = async (
  ledger: ServedLedger,
  {
    host,
    port,
    log,
    drainMs = DRAIN_MS,
  }: {
    readonly host: string;
    readonly port: number;
    readonly log: Logger;
    /** How long a stop waits for requests under way, such as one whose sender does not go on; default 10,000. */
    readonly drainMs?: number;
  },
): Promise<LedgerServer> => {
  await checkBind(host, ledger.keyRing);
  const health = [...ledgerHealth(ledger)];
  const app = await ledgerApp(ledger, log, health);
  try {
    // Not through Nest, which makes a text of the error.
    await app.getHttpAdapter().getInstance().listen({ port, host });
  } catch (error) {
    await app.close();
    throw listenFault(error, host, port);
  }
  const server = app.getHttpAdapter().getInstance().server;
  const { port: taken } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  const close = async (): Promise<void> => {
    const late = setTimeout(() => server.closeAllConnections(), drainMs);
    try {
      await app.close();
    } finally {
      clearTimeout(late);
    }
  };
  return { app, url: `http://${name}:${taken}`, leave: () => void health.push(leaving), close };
};
