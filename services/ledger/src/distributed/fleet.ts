import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Service, services } from '../open/open-distributed.ts';
import { type Corner, takeCorner } from './corner.ts';
import { FleetMember, runLedger } from './fleet-member.ts';

const LOOK_MS = 200;
const SETTLED_MS = 120_000;
const MOST_LOG = 4_000;
/** Longer than a sweep waits for the next one: what falls due is declared by then. */
const QUIET_MS = 2_500;

export interface FleetOptions {
  /** Brokers; default those that the tests were started with. */
  readonly kafka?: string;
  /** Of the events topic; default 8. */
  readonly partitions?: number;
  /** More settings of every process. */
  readonly settings?: Readonly<Record<string, string>>;
  /** More arguments of `ledger serve`. */
  readonly args?: readonly string[];
}

/** How far one member says that the ledger is. */
interface Progress {
  readonly head: number;
  /** Events that some consumer has not handled, whichever member's it is to do so. */
  readonly behind: number;
}

export interface Receipts {
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly results: readonly object[];
}

/** A figure that is not told is of an engine that is away. */
const progressIn = (service: Service, metrics: string): Progress => {
  const values = (sample: string): readonly number[] =>
    [...metrics.matchAll(new RegExp(`^${sample} (\\S+)$`, 'gm'))].map(([, value]) => Number(value));
  const lag = (consumer: string): number =>
    values(`ledger_consumer_lag_events\\{consumer="${consumer}"\\}`)[0] ?? Number.POSITIVE_INFINITY;
  const inbound = values('ledger_inbound_lag_messages\\{[^}]*\\}');
  const own =
    service === 'intake'
      ? inbound.reduce((sum, each) => sum + each, inbound.length === 0 ? Infinity : 0)
      : lag(service);
  return { head: values('ledger_log_head_position')[0] ?? Number.NaN, behind: Math.max(lag('relay'), own) };
};

/** Opens a fleet for the work and ends it as an operator does; what its members logged is told with a failure. */
export const withFleet = async (options: FleetOptions, work: (fleet: Fleet) => Promise<void>): Promise<void> => {
  const fleet = await Fleet.open(options);
  let failure: unknown;
  try {
    await work(fleet);
  } catch (error) {
    failure = error;
  }
  const { log } = fleet;
  const codes = await fleet.dispose();
  if (failure !== undefined) throw new Error(`${(failure as Error).message}\n${log}`, { cause: failure });
  if (codes.some((code) => code !== 0)) throw new Error(`exit codes ${codes.join(', ')}\n${log}`);
};

/** The processes of one distributed ledger: `ledger serve SERVICE` each, in a corner of its own on the engines. */
export class Fleet {
  readonly environment: Corner['environment'];
  /** Secret of an administrator. */
  readonly key: string;
  readonly #members: FleetMember[] = [];
  readonly #corner: Corner;
  readonly #folder: string;
  readonly #args: readonly string[];
  #turn = 0;

  private constructor(
    corner: Corner,
    environment: Corner['environment'],
    folder: string,
    key: string,
    args: readonly string[],
  ) {
    this.#corner = corner;
    this.environment = environment;
    this.#folder = folder;
    this.key = key;
    this.#args = args;
  }

  /** Makes topics and key by the command line, as one who sets the ledger up does. */
  static async open({ kafka, partitions = 8, settings = {}, args = [] }: FleetOptions = {}): Promise<Fleet> {
    const corner = takeCorner(kafka === undefined ? {} : { kafka });
    const environment = { ...corner.environment, ...settings };
    await runLedger(environment, 'topics', 'ensure', '--partitions', String(partitions), '--replication', '1');
    const { secret } = JSON.parse(await runLedger(environment, 'keys', 'create', 'admin', 'fleet', '--json')) as {
      readonly secret: string;
    };
    return new Fleet(corner, environment, mkdtempSync(join(tmpdir(), 'fleet-')), secret, args);
  }

  get members(): readonly FleetMember[] {
    return this.#members;
  }

  of(service: Service): readonly FleetMember[] {
    return this.#members.filter((member) => member.service === service);
  }

  /** Starts so many of each service and waits until all are ready. */
  async start(counts: Readonly<Partial<Record<Service, number>>>): Promise<readonly FleetMember[]> {
    const started = services.flatMap((service) =>
      Array.from({ length: counts[service] ?? 0 }, (_, index) => {
        const data = join(this.#folder, `${service}-${this.of(service).length + index + 1}`);
        return new FleetMember(service, this.environment, ['--data', data, '--log', 'error', ...this.#args]);
      }),
    );
    this.#members.push(...started);
    await Promise.all(started.map((member) => member.start()));
    return started;
  }

  /** A request to one process of that service, each in its turn, or to the given one. Rejects when it does not answer. */
  async request(to: Service | FleetMember, path: string, init: RequestInit = {}): Promise<Response> {
    const member = typeof to === 'string' ? this.#next(to) : to;
    if (member.url === undefined) throw new Error(`${member.service} does not listen`);
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${this.key}`);
    return fetch(new URL(path, member.url), { ...init, headers });
  }

  /** The JSON of an answer that must be a good one. */
  async ask<T>(to: Service | FleetMember, path: string, body?: object): Promise<T> {
    const answer = await this.request(to, path, body === undefined ? {} : json(body));
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** Sends CloudEvents and answers their receipts; repeats them, with the next process, until they are acknowledged. */
  async post(events: readonly object[]): Promise<Receipts> {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events),
    };
    for (;;) {
      const answer = await this.request('intake', '/v1/events', init).catch(() => undefined);
      const text = await answer?.text().catch(() => undefined);
      if (answer !== undefined && text !== undefined) {
        if (answer.ok) return JSON.parse(text) as Receipts;
        if (answer.status < 500 && answer.status !== 429) throw new Error(`events: ${answer.status} ${text}`);
      }
      await delay(LOOK_MS);
    }
  }

  #next(service: Service): FleetMember {
    const running = this.of(service).filter(({ url, runs }) => runs && url !== undefined);
    const member = running[this.#turn++ % Math.max(1, running.length)];
    if (member === undefined) throw new Error(`no process of ${service} runs`);
    return member;
  }

  /**
   * Resolves with the log's head when every event is handled by every consumer, and nothing more is written for as long as a sweep may
   * take to come round. Throws after `within` ms without progress.
   */
  async settled({ within = SETTLED_MS }: { readonly within?: number } = {}): Promise<number> {
    let last: Progress | undefined;
    for (let since = performance.now(); ;) {
      const progress = await this.progress().catch(() => undefined);
      const idle = performance.now() - since;
      if (progress?.behind === 0 && progress.head === last?.head && last.behind === 0) {
        if (idle >= QUIET_MS) return progress.head;
      } else if (progress?.head !== last?.head || progress?.behind !== last?.behind) {
        last = progress;
        since = performance.now();
      } else if (idle >= within) throw new Error(`the ledger stands at ${JSON.stringify(last)} for ${within} ms`);
      await delay(LOOK_MS);
    }
  }

  /** What its members say together; rejects when one does not answer. */
  async progress(): Promise<Progress> {
    const told = await Promise.all(
      this.#members
        .filter(({ runs }) => runs)
        .map(async (member) => {
          const answer = await this.request(member, '/metrics');
          if (!answer.ok) throw new Error(`/metrics of ${member.service} answered ${answer.status}`);
          return progressIn(member.service, await answer.text());
        }),
    );
    return {
      head: Math.max(...told.map(({ head }) => head)),
      behind: Math.max(...told.map(({ behind }) => behind)),
    };
  }

  /** What the members wrote to their logs, for who looks why a test failed. */
  get log(): string {
    return this.#members.map(({ service, log }) => `${service}:\n${log.slice(-MOST_LOG)}`).join('\n');
  }

  /** Ends what still runs, as an operator does, and takes the corner away. Answers the exit codes. */
  async dispose(): Promise<readonly (number | null)[]> {
    const codes = await Promise.all(this.#members.filter(({ runs }) => runs).map((member) => member.stop()));
    await this.#corner.clear();
    rmSync(this.#folder, { recursive: true, force: true });
    return codes;
  }
}

const json = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
