import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Service, services } from '../open/open-distributed.ts';
import { type Corner, takeCorner } from './corner.ts';
import { FleetMember, runLedger } from './fleet-member.ts';

const LOOK_MS = 100;
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

const progressIn = (metrics: string): Progress => {
  const values = (name: string): readonly number[] =>
    [...metrics.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))].map(([, value]) => Number(value));
  return {
    head: values('ledger_log_head_position')[0] ?? Number.NaN,
    behind: Math.max(0, ...values('ledger_consumer_lag_events')),
  };
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
    const body = JSON.stringify(events);
    const headers = { 'content-type': 'application/cloudevents-batch+json' };
    for (;;) {
      try {
        const answer = await this.request('intake', '/v1/events', { method: 'POST', headers, body });
        if (answer.ok) return (await answer.json()) as Receipts;
        const text = await answer.text();
        if (answer.status < 500 && answer.status !== 429) throw new TypeError(`refused: ${answer.status} ${text}`);
      } catch (error) {
        if (error instanceof TypeError && error.message.startsWith('refused')) throw error;
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
   * take to come round.
   */
  async settled(): Promise<number> {
    for (let head = Number.NaN, since = performance.now(); ;) {
      const progress = await this.progress().catch(() => undefined);
      if (progress?.head !== head || progress.behind > 0) {
        head = progress?.head ?? Number.NaN;
        since = performance.now();
      } else if (performance.now() - since >= QUIET_MS) return head;
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
          return progressIn(await answer.text());
        }),
    );
    return {
      head: Math.max(...told.map(({ head }) => head)),
      behind: Math.max(...told.map(({ behind }) => behind)),
    };
  }

  /** What the members wrote to their logs, for who looks why a test failed. */
  get log(): string {
    return this.#members.map(({ service, log }) => (log === '' ? '' : `${service}:\n${log}`)).join('');
  }

  /** Ends what still runs, as an operator does, and takes the corner away. Answers the exit codes. */
  async dispose(): Promise<readonly (number | null)[]> {
    const codes = await Promise.all(this.#members.filter(({ runs }) => runs).map((member) => member.stop()));
    await this.#corner.clear();
    rmSync(this.#folder, { recursive: true });
    return codes;
  }
}

const json = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
