import { type Fact, type RecordedEvent, parseStreamName } from '@complaint-ledger/contracts';
import type { PolicyBook } from '@complaint-ledger/policy';
import type { EventStore } from '@complaint-ledger/event-store';
import type { FeedPlace } from '@complaint-ledger/event-feed';
import { continuingIn } from '@complaint-ledger/telemetry';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import type { CaseRepository, Outcome } from '../cases/case-repository.ts';
import { decideFact, needsTold } from '../cases/decide-fact.ts';
import type { CaseState } from '../cases/case-state.ts';
import type { AnyCaseEvent } from '../cases/evolve.ts';
import { placeName } from './place-name.ts';
import { SourceClocks } from './source-clocks.ts';

export const CONSUMER = 'routing@1';

/** A fact, and how far the clock of its case had come when the ledger learnt it. */
interface Timed {
  readonly fact: Fact;
  readonly clock: number;
}

const policyOf = ({ data }: Fact): string | undefined => ('policy' in data ? data.policy : undefined);

const isMatter = (event: RecordedEvent): boolean =>
  event.stream.startsWith('complaint-') || event.stream.startsWith('call-');

/**
 * Follows the log and decides for every fact what it means for its case. At least once: a fact decided before is known
 * by its revision and decided no more. Facts of one case are decided in the order of the log, cases side by side.
 */
export class FactReactor {
  readonly #store: EventStore;
  readonly #cases: CaseRepository;
  readonly #policies: PolicyBook;
  /** Of the whole log, where one place follows it. */
  readonly #clocks: SourceClocks;
  readonly #checkpoints: ProjectionStore;
  readonly #onAdvance: () => void;

  constructor(
    store: EventStore,
    cases: CaseRepository,
    policies: PolicyBook,
    clocks: SourceClocks,
    checkpoints: ProjectionStore,
    onAdvance: () => void,
  ) {
    this.#store = store;
    this.#cases = cases;
    this.#policies = policies;
    this.#clocks = clocks;
    this.#checkpoints = checkpoints;
    this.#onAdvance = onAdvance;
  }

  /** Its place in one bucket of the log, or in all of it: with a checkpoint and clocks of its own. */
  place(bucket?: number): FeedPlace {
    const name = placeName(CONSUMER, bucket);
    const clocks = bucket === undefined ? this.#clocks : new SourceClocks(this.#checkpoints, bucket);
    let moved = false;
    return {
      handle: async (page) => {
        moved = (await this.#handle(page, clocks)) || moved;
      },
      loadCheckpoint: async () => {
        await clocks.open();
        return this.#checkpoints.checkpoint(name);
      },
      saveCheckpoint: async (position) => {
        await clocks.save({ name, position });
        if (moved) this.#onAdvance();
        moved = false;
      },
    };
  }

  /** True when a clock moved. */
  async #handle(page: readonly RecordedEvent[], known: SourceClocks): Promise<boolean> {
    const byCase = new Map<string, Timed[]>();
    const clocks = known.page();
    for (const event of page) {
      if (event.type === 'SourceAdvanced') clocks.advance(event.source, event.data['to'] as string);
      else if (isMatter(event)) {
        const { id } = parseStreamName(event.stream);
        const facts = byCase.get(id) ?? [];
        facts.push({ fact: event as unknown as Fact, clock: clocks.at(event) });
        byCase.set(id, facts);
      }
    }
    await Promise.all(
      [...byCase].map(([id, facts]) =>
        continuingIn(
          facts.map(({ fact }) => fact),
          'decide case',
          { attributes: { 'ledger.events': facts.length } },
          () => this.#cases.execute(id, (state) => this.#decide(id, state, facts)),
        ),
      ),
    );
    return known.take(clocks);
  }

  async #decide(caseId: string, state: CaseState | undefined, facts: readonly Timed[]): Promise<Outcome | undefined> {
    const events: AnyCaseEvent[] = [];
    let current = state;
    for (const { fact, clock } of facts) {
      const told = needsTold(fact) ? ((await this.#store.readStream(fact.stream)) as unknown as readonly Fact[]) : [];
      const policyId = current?.policy ?? [fact, ...told].map(policyOf).find((id) => id !== undefined);
      if (policyId === undefined) continue;
      const decision = decideFact(current, caseId, fact, this.#policies.policy(policyId), clock, told);
      if (decision === undefined) continue;
      events.push(...decision.events);
      // Also a fact that meant nothing is decided: what a command records afterwards says so.
      current = { ...decision.state, fact: fact.revision };
    }
    return current === undefined ? undefined : { events, state: current };
  }
}
