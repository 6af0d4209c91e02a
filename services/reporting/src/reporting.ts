import { setTimeout as delay } from 'node:timers/promises';
import { LedgerError, isLedgerError, said } from '@complaint-ledger/contracts';
import { type EventFeed, type FeedSubscription, type Stall, openInProcessFeed } from '@complaint-ledger/event-feed';
import type { EventStore } from '@complaint-ledger/event-store';
import { nearest } from '@complaint-ledger/policy';
import { type ProjectionStore, openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { type AgentReport, buildAgentReport } from './agents/agent-report.ts';
import { type PenaltyLine, type PenaltyRequest, penaltyLines } from './cases/penalty-lines.ts';
import type { DeskOf } from './calls/desk.ts';
import { type Drill, type DrillRequest, drill } from './drill/drill.ts';
import { type CaseWords, noCaseWords } from './forms/case-words.ts';
import { allProjections, projectionsByBucket } from './projections/all-projections.ts';
import { compareWithLog } from './projections/compare-with-log.ts';
import { documentDigest } from './projections/document-digest.ts';
import {
  CONSUMER,
  type FollowOptions,
  SERIAL_CONSUMER,
  follow,
  followByBucket,
  together,
} from './projections/follow.ts';
import { Level } from './projections/level.ts';
import type { AnyProjection } from './projections/projection.ts';
import { rebuild } from './projections/rebuild.ts';
import type { ReplayLog, ReplayOptions } from './projections/replay.ts';
import { positionAt } from './reports/as-of.ts';
import { buildReport } from './reports/build-report.ts';
import { KnownAt } from './reports/known-at.ts';
import type { AsOf, Report, ReportContents, ReportKind } from './reports/report.ts';
import type { Targets } from './reports/targets.ts';
import { type Vocabulary, noVocabulary } from './reports/titles.ts';
import type { Unseal } from './personal/open-sealed.ts';
import { type PersonalReader, PersonalReading } from './personal/personal-reading.ts';
import { tallyDigest } from './tallies/tally-digest.ts';
import { isTallied, talliedDepartments } from './tallies/tallied-departments.ts';
import { TALLIES } from './tallies/tally-projection.ts';

export interface ReportingOptions {
  readonly log: EventStore & ReplayLog;
  /** What hands out the log; default one of its own in this process. */
  readonly feed?: EventFeed;
  /**
   * Set when other processes count, too: `feed` hands out the log in buckets then, and this hands the whole of it to one process at a
   * time.
   */
  readonly shared?: { readonly serial: EventFeed };
  readonly store: ProjectionStore;
  /** The company's zone: its days, weeks and months are the periods. */
  readonly zone: string;
  /** Tally documents of one period and department; default 1. */
  readonly buckets?: number;
  readonly vocabulary?: Vocabulary;
  /** Words of each policy for the forms of its cases. */
  readonly words?: CaseWords;
  /** Departments of the default policy: one that had nothing yet gives zeros. */
  readonly departments?: readonly string[];
  /** What the reports of each kind show and whom they are for (REP-1). */
  readonly contents?: Readonly<Partial<Record<ReportKind, ReportContents>>>;
  /** What figures should reach (CALL-1, CALL-9). */
  readonly targets?: Targets;
  /** Which desk a kind of call is told of under a policy (CALL-3). */
  readonly deskOf?: DeskOf;
  /** Opens personal data; without it nobody sees any. */
  readonly unseal?: Unseal;
  /** Wall clock, ms: when personal data were read. */
  readonly now?: () => number;
  /** Resolves when all that the log holds now has been decided: a matter is a case only from then on. */
  readonly decided?: () => Promise<void>;
  /** Where earlier states are replayed to; default a SQLite store in memory. */
  readonly scratch?: () => ProjectionStore;
}

/** "As known on": a log position, or an RFC 3339 time. */
export type KnownOn = { readonly position: number } | { readonly time: string };

/** What came of making every projection anew. */
export interface Replayed {
  /** Events in the log. */
  readonly events: number;
  /** Milliseconds. */
  readonly ms: number;
  /** SHA-256 of each projection, by name: as it was, and as the log makes it. */
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  /** Names of those that were not what the log says. */
  readonly changed: readonly string[];
  /** False where other processes keep the projections: what was wrong is told, and still is. */
  readonly mended: boolean;
}

interface Question {
  /** Default: all that the projections know. */
  readonly knownOn?: KnownOn | undefined;
  readonly onProgress?: ReplayOptions['onProgress'];
}

export interface ReportQuestion extends Question {
  readonly kind: ReportKind;
  /** `2026-W47`, `2026-11`, `2026-Q4`, `2026`. */
  readonly period: string;
  readonly department?: string | undefined;
}

/** The reading side of the ledger: projections kept up with the log, and what is asked of them. */
export class Reporting {
  readonly zone: string;
  readonly log: EventStore;
  readonly store: ProjectionStore;
  readonly vocabulary: Vocabulary;
  readonly words: CaseWords;
  readonly unseal: Unseal | undefined;
  readonly deskOf: DeskOf;
  readonly now: () => number;
  readonly projections: readonly AnyProjection[];
  readonly #options: ReportingOptions;
  readonly #feed: EventFeed;
  readonly #knownAt: KnownAt;
  readonly #scratch: () => ProjectionStore;
  #subscription: FeedSubscription | undefined;
  #following: FollowOptions = {};
  /** Where several processes count. */
  #level: Level | undefined;

  private constructor(options: ReportingOptions) {
    this.#options = options;
    this.#feed = options.feed ?? openInProcessFeed(options.log);
    this.zone = options.zone;
    this.log = options.log;
    this.store = options.store;
    this.vocabulary = options.vocabulary ?? noVocabulary;
    this.words = options.words ?? noCaseWords;
    this.unseal = options.unseal;
    this.deskOf = options.deskOf ?? (() => undefined);
    this.now = options.now ?? Date.now;
    const { figures, all } = allProjections({ buckets: options.buckets ?? 1 });
    const { parted, serial } = projectionsByBucket();
    this.projections = options.shared === undefined ? all : [...parted, ...serial];
    this.#scratch = options.scratch ?? (() => openSqliteProjectionStore({ path: ':memory:' }));
    this.#knownAt = new KnownAt({
      log: options.log,
      scratch: this.#scratch,
      projections: figures,
    });
  }

  static async open(options: ReportingOptions): Promise<Reporting> {
    const reporting = new Reporting(options);
    for (const { name, fields } of reporting.projections) await options.store.ensure(name, fields);
    return reporting;
  }

  /** Begins to keep the projections level with the log. A page that fails is tried again: see `stalled`. */
  async follow(options: FollowOptions = {}): Promise<FeedSubscription> {
    if (this.#subscription !== undefined) return this.#subscription;
    this.#following = options;
    const { shared } = this.#options;
    if (shared !== undefined) {
      this.#subscription = this.#followShared(shared.serial, options);
      this.#level = new Level(this.log, this.#subscription);
      return this.#subscription;
    }
    const projectors = this.projections.map((projection) => projection.projector(this.store));
    return (this.#subscription = follow(this.#feed, projectors, options));
  }

  #followShared(serialFeed: EventFeed, options: FollowOptions): FeedSubscription {
    const { store } = this;
    const { parted, serial } = projectionsByBucket();
    return together([
      followByBucket(this.#feed, { name: CONSUMER, store, projections: parted }, options),
      followByBucket(serialFeed, { name: SERIAL_CONSUMER, store, projections: serial }, options),
    ]);
  }

  /** Resolves when every projection knows that log position, of whichever process; by default what the log holds now. */
  async caughtUp(position?: number): Promise<void> {
    const reached = position ?? (await this.log.head());
    await (await this.follow()).caughtUp(reached);
    this.#level?.knows(reached);
  }

  /**
   * Asks again, once, when what was asked for is not there and the log may hold it already: who was answered that a complaint is
   * taken finds its case. Waits no longer than a second.
   */
  async findOnceKnown<T>(find: () => Promise<T>): Promise<T> {
    try {
      return await find();
    } catch (error) {
      if (!isLedgerError(error, 'not-found')) throw error;
      await withinSecond(this.#options.decided?.() ?? Promise.resolve(), () => this.caughtUp());
      return find();
    }
  }

  /** A reading of personal data: what it opens in the clear it puts on record (CONF-1). */
  reading(reader: PersonalReader): PersonalReading {
    const { log, unseal, zone } = this;
    return new PersonalReading({ log, unseal, zone, now: this.#options.now ?? Date.now }, reader);
  }

  /** Events in the log that the projections do not know yet. */
  async lag(): Promise<number> {
    // Positions have gaps where several processes count.
    if (this.#options.shared !== undefined) return (await this.#subscription?.lag()) ?? 0;
    return (await this.log.head()) - (await this.#known());
  }

  /** The failure at which the projections stand, if they do. */
  stalled(): Stall | undefined {
    return this.#subscription?.stalled();
  }

  /** Waits until the projections know a log position, written in digits. LedgerError `invalid-input` when the log has none such. */
  async knows(atLeast: string | undefined): Promise<void> {
    if (atLeast === undefined || (await this.#known()) >= Number(atLeast)) return;
    if (Number(atLeast) > (await this.log.head())) {
      throw new LedgerError('invalid-input', `The log has no position ${atLeast} yet.`, {
        path: 'atLeast',
        hint: 'Give the position that the answer to a command names.',
      });
    }
    await this.caughtUp(Number(atLeast));
  }

  /** Log position that every projection knows. */
  async #known(): Promise<number> {
    if (this.#options.shared !== undefined) return this.#level?.reached ?? 0;
    const positions = await Promise.all(this.projections.map(({ name }) => this.store.checkpoint(name)));
    return Math.min(...positions);
  }

  /** Log position that the figures know; where several processes count, they may know some events after it. */
  position(): Promise<number> {
    return this.#options.shared === undefined ? this.store.checkpoint(TALLIES) : this.#known();
  }

  /** LedgerError `invalid-input` with path `period` or `asOf`, `not-found` with path `department`. */
  async report({ kind, period, department, ...question }: ReportQuestion): Promise<Report> {
    await this.#departmentIsKnown(department);
    return this.#ask(question, (store, asOf) =>
      buildReport(store, {
        kind,
        period,
        zone: this.zone,
        asOf,
        ...(department !== undefined && { department }),
        ...this.#wanted(kind),
      }),
    );
  }

  /** What each agent did (REP-3). LedgerError `invalid-input` with path `period` or `asOf`, `not-found` with path `department`. */
  async agents({ kind, period, department, ...question }: ReportQuestion): Promise<AgentReport> {
    await this.#departmentIsKnown(department);
    const { targets } = this.#wanted(kind);
    return this.#ask(question, (store, asOf) =>
      buildAgentReport(store, {
        kind,
        period,
        zone: this.zone,
        asOf,
        ...(department !== undefined && { department }),
        ...(targets && { targets }),
      }),
    );
  }

  #wanted(kind: ReportKind): { readonly targets?: Targets; readonly contents?: ReportContents } {
    const { targets, contents } = this.#options;
    const ofKind = contents?.[kind];
    return { ...(targets && { targets }), ...(ofKind && { contents: ofKind }) };
  }

  /** LedgerError `invalid-input` with path `figure`, `period` or `asOf`, `not-found` with path `department`. */
  async drill({ knownOn, onProgress, ...request }: Omit<DrillRequest, 'zone'> & Question): Promise<Drill> {
    await this.#departmentIsKnown(request.department);
    const question = { knownOn, ...(onProgress && { onProgress }) };
    return this.#ask(question, (store) => drill({ log: this.log, store }, { ...request, zone: this.zone }));
  }

  /** LedgerError `invalid-input` with path `period` or `asOf`, `not-found` with path `department`. */
  async penalties({
    knownOn,
    onProgress,
    ...request
  }: Omit<PenaltyRequest, 'zone'> & Question): Promise<readonly PenaltyLine[]> {
    await this.#departmentIsKnown(request.department);
    const question = { knownOn, ...(onProgress && { onProgress }) };
    return this.#ask(question, (store) => penaltyLines(store, { ...request, zone: this.zone }));
  }

  /** SHA-256 of every figure, hexadecimal; now, or as known on an earlier position or time. */
  digest(question: Question = {}): Promise<string> {
    return this.#ask(question, (store) => tallyDigest(store));
  }

  /** The same of every projection, by name: a rebuild gives the same again. */
  digests(): Promise<ReadonlyMap<string, string>> {
    return this.#digestsIn(this.store);
  }

  async #digestsIn(store: ProjectionStore): Promise<ReadonlyMap<string, string>> {
    const digests = new Map<string, string>();
    for (const { name } of this.projections) {
      digests.set(name, name === TALLIES ? await tallyDigest(store) : await documentDigest(store, name));
    }
    return digests;
  }

  /**
   * Makes every projection anew from the log and tells which of them were not what the log says. Where other processes keep them, this
   * is done beside them and nothing of theirs is changed. Ends following. LedgerErrors of log and store; `conflict` when documents were
   * written too often to be compared.
   */
  async replay(options: Pick<ReplayOptions, 'onProgress'> = {}): Promise<Replayed> {
    await this.close();
    if (this.#options.shared !== undefined) return this.#compare(options);
    const before = await this.digests();
    const started = performance.now();
    const events = await this.rebuild(undefined, options);
    const ms = Math.round(performance.now() - started);
    const after = await this.digests();
    const changed = [...after].filter(([name, digest]) => before.get(name) !== digest).map(([name]) => name);
    return { events, ms, before, after, changed, mended: true };
  }

  async #compare(options: Pick<ReplayOptions, 'onProgress'>): Promise<Replayed> {
    const { log, store, projections } = this;
    const scratch = this.#scratch();
    try {
      const started = performance.now();
      const { events, compared } = await compareWithLog({ log, store, scratch, projections, ...options });
      const ms = Math.round(performance.now() - started);
      const changed = compared.flatMap(({ name, wrong }) => (wrong.length > 0 ? [name] : []));
      const moving = compared.flatMap((each) => each.moving.map((id) => `${each.name} ${id}`));
      if (changed.length === 0 && moving.length > 0) throw keepsMoving(moving);
      const after = await this.#digestsIn(scratch);
      const kept = changed.length === 0 ? after : await this.digests();
      const before = new Map(
        [...after].map(([name]) => [name, (changed.includes(name) ? kept : after).get(name) ?? '']),
      );
      return { events, ms, before, after, changed, mended: false };
    } finally {
      await scratch.close();
    }
  }

  /** Makes projections anew from the log, all or the named ones, and answers how far. LedgerError `invalid-input`. */
  async rebuild(names?: readonly string[], options: ReplayOptions = {}): Promise<number> {
    for (const name of names ?? []) {
      if (this.projections.some((projection) => projection.name === name)) continue;
      throw new LedgerError('invalid-input', `There is no projection ${name}.`, {
        path: 'projection',
        hint: `There are ${this.projections.map((projection) => projection.name).join(', ')}.`,
      });
    }
    if (this.#options.shared !== undefined)
      throw new LedgerError('config', 'Projections that several processes keep cannot be made anew by one of them.', {
        hint: 'Stop all of them and drop the collections with their checkpoints: the next start counts the whole log again.',
      });
    const wanted = this.projections.filter(({ name }) => names === undefined || names.includes(name));
    const subscription = this.#subscription;
    this.#subscription = undefined;
    await subscription?.stop();
    try {
      return await rebuild(this.#options.log, this.store, wanted, options);
    } finally {
      if (subscription !== undefined) await this.follow(this.#following);
    }
  }

  /** Stops following; the log and the store stay open. */
  async close(): Promise<void> {
    const subscription = this.#subscription;
    this.#subscription = undefined;
    await this.#level?.stop();
    await subscription?.stop();
    await this.#knownAt.close();
  }

  /** Zeros for a department that there is not would read as "nothing happened". */
  async #departmentIsKnown(department: string | undefined): Promise<void> {
    if (department === undefined) return;
    const named = this.#options.departments ?? [];
    if (named.includes(department) || (await isTallied(this.store, department))) return;
    const known = [...new Set([...named, ...(await talliedDepartments(this.store))])].toSorted();
    const shown = department.slice(0, 200);
    throw new LedgerError('not-found', `There is no department ${shown}.`, {
      path: 'department',
      hint: known.length === 0 ? 'No case has been with a department yet.' : departmentsThereAre(shown, known),
    });
  }

  async #ask<T>(
    { knownOn, onProgress }: Question,
    read: (store: ProjectionStore, asOf: AsOf) => Promise<T>,
  ): Promise<T> {
    const known = await this.position();
    if (knownOn === undefined) return read(this.store, { position: known });
    const position = 'time' in knownOn ? await this.#positionAt(knownOn.time) : await this.#checked(knownOn.position);
    const asOf = { position, ...('time' in knownOn && { time: knownOn.time }) };
    if (position === known && this.#options.shared === undefined) return read(this.store, asOf);
    return this.#knownAt.use(position, (store) => read(store, asOf), onProgress);
  }

  async #positionAt(time: string): Promise<number> {
    try {
      return await positionAt(this.log, time);
    } catch (error) {
      if (!(error instanceof LedgerError) || error.code !== 'invalid-input') throw error;
      throw new LedgerError('invalid-input', error.message, { ...error.details, path: 'asOf' });
    }
  }

  async #checked(position: number): Promise<number> {
    const head = await this.log.head();
    if (Number.isSafeInteger(position) && position >= 0 && position <= head) return position;
    throw new LedgerError('invalid-input', `The log has no position ${position}.`, {
      path: 'asOf',
      hint: `Give a position from 0 to ${head}, or an RFC 3339 time.`,
    });
  }
}

const keepsMoving = (documents: readonly string[]): LedgerError =>
  new LedgerError(
    'conflict',
    said(
      `${documents.length} documents were written too often to be compared, such as ${documents[0]}.`,
      `有 ${documents.length} 个文档被频繁改写，无法比较，例如 ${documents[0]}。`,
    ),
    {
      hint: said(
        'All others are what the log says. Ask again in a quieter hour.',
        '其余文档与日志一致。请在较空闲时再试。',
      ),
    },
  );

const departmentsThereAre = (department: string, known: readonly string[]): string => {
  const meant = nearest(department, known);
  const all = `There are ${known.join(', ')}.`;
  return meant === undefined ? all : `Do you mean '${meant}'? ${all}`;
};

const withinSecond = async (first: Promise<void>, then: () => Promise<void>): Promise<void> => {
  const late = new AbortController();
  try {
    await Promise.race([first.then(then), delay(1_000, undefined, { signal: late.signal })]);
  } finally {
    late.abort();
  }
};
