import { setTimeout as delay } from 'node:timers/promises';
import { BUCKETS, bucketOf, inboundMessages } from '@complaint-ledger/contracts';
import type { EventFeed, FeedSubscription, Stall } from '@complaint-ledger/event-feed';
import type { EventStore } from '@complaint-ledger/event-store';
import type { PolicyBook } from '@complaint-ledger/policy';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { CALLERS, CallerReactor, callerFactTypes } from './callers/caller-reactor.ts';
import { CallerRepository } from './callers/caller-repository.ts';
import { CaseRepository } from './cases/case-repository.ts';
import type { CaseState } from './cases/case-state.ts';
import { CONSUMER, FactReactor } from './reactor/fact-reactor.ts';
import { SourceClocks, ensureBucketClocks, keptClock, keptClocks } from './reactor/source-clocks.ts';
import { WaitingFacts } from './reactor/waiting-facts.ts';
import { REPEATS, RepeatLinker, repeatTypes } from './repeats/repeat-linker.ts';
import { AGENDA, Agenda, agendaTypes } from './sweeper/agenda.ts';
import { DeadlineSweeper, type SweptClocks } from './sweeper/deadline-sweeper.ts';

export interface RoutingParts {
  readonly store: EventStore;
  readonly feed: EventFeed;
  readonly projections: ProjectionStore;
  /** Set when other processes route, too: `feed` hands out the log in buckets then. */
  readonly shared?: SharedRouting;
  readonly policies: PolicyBook;
  /** Wall clock, ms. */
  readonly now?: () => number;
  /** How often the wall clock is looked at, ms; default 1,000. */
  readonly sweepEveryMs?: number;
  /** Told of a fact that could not be decided: routing stands there and tries again. */
  readonly onStall?: (stall: Stall) => void;
  /** Told of a sweep that failed; the next one tries again. */
  readonly onSweepError?: (error: unknown) => void;
}

/** What routing needs beside a feed in buckets when it is one of several processes. */
export interface SharedRouting {
  /** Hands the whole log to one process at a time: what repeats what and who calls too often depend on the order of all of it. */
  readonly serial: EventFeed;
  /** How long an append may take to be seen by every process, and their clocks may differ, ms; default 2,000. */
  readonly graceMs?: number;
}

const SOON_MS = 1_000;

const GRACE_MS = 2_000;

/** How often it is looked whether another process has decided a fact, ms. */
const LOOK_MS = 20;

/** Attempts at one fact after which `settled` gives up waiting; routing itself goes on trying. */
const PATIENCE = 4;

const factTypes: readonly string[] = Object.values(inboundMessages).map(({ fact }) => fact);

/** The routing service without its edge: follows the log, keeps the agenda, sweeps deadlines. */
export class Routing {
  readonly cases: CaseRepository;
  readonly agenda: Agenda;
  readonly policies: PolicyBook;
  readonly now: () => number;
  readonly #parts: RoutingParts;
  /** Of the whole log, where one place follows it. */
  readonly #clocks: SourceClocks;
  readonly #waiting: WaitingFacts;
  readonly #sweeper: DeadlineSweeper;
  #facts: FeedSubscription | undefined;
  #diary: FeedSubscription | undefined;
  #calls: FeedSubscription | undefined;
  #repeats: FeedSubscription | undefined;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();
  #sweepWanted = false;
  readonly #impatient = new Set<(stall: Stall) => void>();
  #stopped = false;

  constructor(parts: RoutingParts) {
    this.#parts = parts;
    this.policies = parts.policies;
    this.now = parts.now ?? Date.now;
    const shared = parts.shared !== undefined;
    this.cases = new CaseRepository(parts.store, { shared });
    this.agenda = new Agenda(parts.projections, this.cases, parts.policies);
    this.#clocks = new SourceClocks(parts.projections);
    this.#waiting = new WaitingFacts({ store: parts.store, projections: parts.projections, shared });
    this.#sweeper = new DeadlineSweeper({
      agenda: this.agenda,
      cases: this.cases,
      policies: parts.policies,
      ...(shared && { clockOf: (state, clock) => this.#waiting.sweptTo(state, clock) }),
      clocks: (now) => this.#sweptClocks(now),
      agendaKnows: (judged) => this.#agendaKnows(judged),
    });
  }

  async start(): Promise<void> {
    await this.agenda.open();
    if (this.shared) await ensureBucketClocks(this.#parts.projections);
    else await this.#clocks.open();
    const linker = new RepeatLinker(this.#parts.projections, this.cases, this.policies);
    await linker.open();
    const onStall = (stall: Stall): void => {
      this.#parts.onStall?.(stall);
      if (stall.attempt >= PATIENCE) for (const giveUp of this.#impatient) giveUp(stall);
    };
    const reactor = new FactReactor(
      this.#parts.store,
      this.cases,
      this.policies,
      this.#clocks,
      this.#parts.projections,
      () => this.#wantSweep(),
    );
    this.#facts = this.#parts.feed.run({
      name: CONSUMER,
      types: factTypes,
      everywhere: ['SourceAdvanced'],
      onStall,
      open: (bucket) => reactor.place(bucket),
    });
    this.#diary = this.#parts.feed.run({
      name: AGENDA,
      types: agendaTypes,
      onStall,
      open: (bucket) => this.agenda.place(bucket),
    });
    const serial = this.#parts.shared?.serial ?? this.#parts.feed;
    this.#repeats = serial.run({
      name: REPEATS,
      types: repeatTypes,
      onStall,
      handle: (page) => linker.handle(page),
      loadCheckpoint: () => linker.loadCheckpoint(),
      saveCheckpoint: (position) => linker.saveCheckpoint(position),
    });
    const callers = new CallerReactor(
      this.#parts.store,
      new CallerRepository(this.#parts.store),
      this.policies,
      this.#parts.projections,
    );
    this.#calls = serial.run({
      name: CALLERS,
      types: callerFactTypes,
      onStall,
      handle: (page) => callers.handle(page),
      loadCheckpoint: () => callers.loadCheckpoint(),
      saveCheckpoint: (position) => callers.saveCheckpoint(position),
    });
    this.#timer = setInterval(() => this.#wantSweep(), this.#parts.sweepEveryMs ?? 1_000);
    this.#timer.unref();
  }

  /** Whether other processes route, too. */
  get shared(): boolean {
    return this.#parts.shared !== undefined;
  }

  /** How far that source's clock has come for the case, ms; undefined when the source has none. */
  async clockOf({ id, source }: CaseState): Promise<number | undefined> {
    return this.shared ? keptClock(this.#parts.projections, bucketOf(id), source) : this.#clocks.of(source);
  }

  /** The wall clock for a case, ms: no further than a fact of it that waits to be decided and may say otherwise. */
  wallClock(state: CaseState): Promise<number> {
    return this.#waiting.wallClock(state, this.now());
  }

  /** Resolves when every fact in the log now has been decided, and the cases that it opened are linked to what they repeat (FILE-3). */
  async decided(): Promise<void> {
    await this.#facts?.caughtUp(await this.#parts.store.head());
    await this.#repeats?.caughtUp(await this.#parts.store.head());
  }

  /** The same, or a second later: what was told before a command is decided before it, unless routing is far behind. */
  async decidedSoon(): Promise<void> {
    const late = new AbortController();
    const second = delay(SOON_MS, undefined, { signal: late.signal }).catch(() => undefined);
    await Promise.race([this.decided(), second]);
    late.abort();
  }

  /**
   * What was told of that case before is decided, by whichever process it is that decides it, or a second has passed: then the command is
   * judged by the clock as it was when the first of them was told.
   */
  async caseDecidedSoon(caseId: string): Promise<void> {
    const until = performance.now() + SOON_MS;
    while (performance.now() < until) {
      const waiting = await this.#waiting.of(caseId, await this.cases.load(caseId));
      if (waiting.length === 0) return;
      await delay(LOOK_MS);
    }
  }

  /**
   * Resolves when every fact in the log has been decided and everything due by now has been declared. Throws what keeps a fact
   * from being decided, when trying again did not help: LedgerError `calendar` for a year that the calendar does not have.
   */
  async settled(): Promise<void> {
    const stall = this.stalled();
    if (stall !== undefined && stall.attempt >= PATIENCE) throw stall.error;
    let giveUp = (_: Stall): void => {};
    const stuck = new Promise<never>((_, reject) => {
      giveUp = ({ error }) => reject(error);
    });
    this.#impatient.add(giveUp);
    try {
      await Promise.race([this.#settle(), stuck]);
    } finally {
      this.#impatient.delete(giveUp);
    }
  }

  async #settle(): Promise<void> {
    for (;;) {
      const head = await this.#parts.store.head();
      await this.#facts?.caughtUp(head);
      await this.#calls?.caughtUp(head);
      await this.#diary?.caughtUp(await this.#parts.store.head());
      await this.#repeats?.caughtUp(await this.#parts.store.head());
      this.#wantSweep();
      await this.#sweeping;
      if ((await this.#parts.store.head()) === head) return;
    }
  }

  /** Where it stands when a fact cannot be decided. */
  stalled(): Stall | undefined {
    return this.#facts?.stalled() ?? this.#diary?.stalled() ?? this.#repeats?.stalled() ?? this.#calls?.stalled();
  }

  /** Events behind: facts not yet decided, deadlines not yet in the agenda, cases not yet linked, calls not yet judged. */
  async lag(): Promise<number> {
    const parts = [this.#facts, this.#diary, this.#repeats, this.#calls];
    return Math.max(0, ...(await Promise.all(parts.map(async (part) => part?.lag() ?? 0))));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await Promise.all([this.#facts?.stop(), this.#repeats?.stop(), this.#calls?.stop()]);
    await this.#sweeping;
    await this.#diary?.stop();
  }

  /** Every process sweeps the buckets whose facts it decides; for a moment two may sweep one: the case's revision keeps them apart. */
  async #sweptClocks(now: number): Promise<SweptClocks | undefined> {
    if (!this.shared) return { furthest: this.#clocks.all(), of: ({ source }) => this.#clocks.of(source) ?? now };
    const mine = Array.from({ length: BUCKETS }, (_, bucket) => bucket).filter((bucket) => this.#facts?.has(bucket));
    if (mine.length === 0) return undefined;
    const kept = await keptClocks(this.#parts.projections);
    const clockIn = (bucket: number, source: string): number => kept.get(bucket)?.get(source) ?? now;
    const sources = new Set([...kept.values()].flatMap((clocks) => [...clocks.keys()]));
    const furthest = new Map(
      [...sources].map((source) => [source, Math.max(...mine.map((bucket) => clockIn(bucket, source)))] as const),
    );
    return {
      furthest,
      of: ({ caseId, source }) => {
        const bucket = bucketOf(caseId);
        return mine.includes(bucket) ? clockIn(bucket, source) : undefined;
      },
    };
  }

  async #agendaKnows(judged: ReadonlyMap<string, number>): Promise<void> {
    if (!this.shared) return this.#diary?.caughtUp(Math.max(...judged.values()));
    await Promise.all([...judged].map(([caseId, position]) => this.agenda.update(caseId, position)));
  }

  /**
   * A sweep at a moment follows every fact recorded by then: what was told in time is never declared missed because the
   * facts lag behind, say after downtime. While a fact cannot be decided, nothing is swept; where several processes share the log,
   * nothing of its case. There the sweep keeps behind the wall clock, so that what others just record is seen; a fact that needs longer
   * than that comes late and takes back what it must, as every late fact does.
   */
  async #sweep(): Promise<void> {
    const now = this.now();
    const { shared } = this.#parts;
    if (shared !== undefined) {
      await this.#sweeper.sweep(now - (shared.graceMs ?? GRACE_MS));
      return;
    }
    await this.#facts?.caughtUp(await this.#parts.store.head());
    await this.#sweeper.sweep(now);
  }

  /** One sweep at a time; a wish during a sweep is one more sweep after it. */
  #wantSweep(): void {
    if (this.#sweepWanted) return;
    this.#sweepWanted = true;
    this.#sweeping = this.#sweeping.then(async () => {
      this.#sweepWanted = false;
      try {
        await this.#sweep();
      } catch (error) {
        if (!this.#stopped) this.#parts.onSweepError?.(error);
      }
    });
  }
}
