import { setTimeout as delay } from 'node:timers/promises';
import { inboundMessages } from '@complaint-ledger/contracts';
import type { EventFeed, FeedSubscription, Stall } from '@complaint-ledger/event-feed';
import type { EventStore } from '@complaint-ledger/event-store';
import type { PolicyBook } from '@complaint-ledger/policy';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { CALLERS, CallerReactor, callerFactTypes } from './callers/caller-reactor.ts';
import { CallerRepository } from './callers/caller-repository.ts';
import { CaseRepository } from './cases/case-repository.ts';
import { CONSUMER, FactReactor } from './reactor/fact-reactor.ts';
import { SourceClocks } from './reactor/source-clocks.ts';
import { REPEATS, RepeatLinker, repeatTypes } from './repeats/repeat-linker.ts';
import { AGENDA, Agenda, agendaTypes } from './sweeper/agenda.ts';
import { DeadlineSweeper } from './sweeper/deadline-sweeper.ts';

export interface RoutingParts {
  readonly store: EventStore;
  readonly feed: EventFeed;
  readonly projections: ProjectionStore;
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

const SOON_MS = 1_000;

/** Attempts at one fact after which `settled` gives up waiting; routing itself goes on trying. */
const PATIENCE = 4;

const factTypes: readonly string[] = Object.values(inboundMessages).map(({ fact }) => fact);

/** The routing service without its edge: follows the log, keeps the agenda, sweeps deadlines. */
export class Routing {
  readonly cases: CaseRepository;
  readonly agenda: Agenda;
  readonly clocks: SourceClocks;
  readonly policies: PolicyBook;
  readonly now: () => number;
  readonly #parts: RoutingParts;
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
    this.cases = new CaseRepository(parts.store);
    this.agenda = new Agenda(parts.projections, this.cases, parts.policies);
    this.clocks = new SourceClocks(parts.projections);
    this.#sweeper = new DeadlineSweeper({
      agenda: this.agenda,
      cases: this.cases,
      policies: parts.policies,
      clocks: this.clocks,
      agendaAt: async (position) => {
        await this.#diary?.caughtUp(position);
      },
    });
  }

  async start(): Promise<void> {
    await this.agenda.open();
    await this.clocks.open();
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
      this.clocks,
      this.#parts.projections,
      () => this.#wantSweep(),
    );
    this.#facts = this.#parts.feed.run({
      name: CONSUMER,
      types: factTypes,
      onStall,
      handle: (page) => reactor.handle(page),
      loadCheckpoint: () => reactor.loadCheckpoint(),
      saveCheckpoint: (position) => reactor.saveCheckpoint(position),
    });
    this.#diary = this.#parts.feed.run({
      name: AGENDA,
      types: agendaTypes,
      onStall,
      handle: (page) => this.agenda.handle(page),
      loadCheckpoint: () => this.agenda.loadCheckpoint(),
      saveCheckpoint: (position) => this.agenda.saveCheckpoint(position),
    });
    this.#repeats = this.#parts.feed.run({
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
    this.#calls = this.#parts.feed.run({
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
    return this.#facts?.stalled() ?? this.#diary?.stalled() ?? this.#repeats?.stalled();
  }

  /** Facts not yet decided. */
  async lag(): Promise<number> {
    return (await this.#facts?.lag()) ?? 0;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#facts?.stop();
    await this.#repeats?.stop();
    await this.#sweeping;
    await this.#diary?.stop();
  }

  /**
   * A sweep at a moment follows every fact recorded by then: what was told in time is never declared missed because the
   * facts lag behind, say after downtime. While a fact cannot be decided, nothing is swept.
   */
  async #sweep(): Promise<void> {
    const now = this.now();
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
