import { type Fact, type RecordedEvent, parseStreamName } from '@complaint-ledger/contracts';
import type { EventStore } from '@complaint-ledger/event-store';
import type { PolicyBook } from '@complaint-ledger/policy';
import { continuingIn } from '@complaint-ledger/telemetry';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import type { CallerRepository } from './caller-repository.ts';
import { type CallTold, decideCall } from './decide-caller.ts';

export const CALLERS = 'callers@1';

export const callerFactTypes: readonly string[] = ['CallReceived', 'CallEnded'];

type Received = Extract<Fact, { type: 'CallReceived' }>;

const isNuisance = ({ outcome, kind }: { readonly outcome?: string; readonly kind?: string }): boolean =>
  outcome === 'nuisance' || kind === 'nuisance';

/**
 * Follows the calls of the log and decides what each means for its caller (CALL-10). At least once: a call that was looked at before is
 * known by its id and decided no more.
 */
export class CallerReactor {
  readonly #store: EventStore;
  readonly #callers: CallerRepository;
  readonly #policies: PolicyBook;
  readonly #checkpoints: ProjectionStore;

  constructor(store: EventStore, callers: CallerRepository, policies: PolicyBook, checkpoints: ProjectionStore) {
    this.#store = store;
    this.#callers = callers;
    this.#policies = policies;
    this.#checkpoints = checkpoints;
  }

  loadCheckpoint(): Promise<number> {
    return this.#checkpoints.checkpoint(CALLERS);
  }

  saveCheckpoint(position: number): Promise<void> {
    return this.#checkpoints.saveCheckpoint(CALLERS, position);
  }

  async handle(page: readonly RecordedEvent[]): Promise<void> {
    // In the order of the log: which call brings the warning depends on those before it.
    for (const event of page) {
      if (event.type === 'CallReceived') await this.#decide(event, event as unknown as Received);
      else if (event.type === 'CallEnded' && saysNuisance(event)) {
        const [first] = await this.#store.readStream(event.stream, { limit: 1 });
        if (first?.type === 'CallReceived') await this.#decide(event, first as unknown as Received, true);
      }
    }
  }

  async #decide(cause: RecordedEvent, received: Received, nuisance = isNuisance(received.data)): Promise<void> {
    const { data } = received;
    const told: CallTold = {
      call: parseStreamName(received.stream).id,
      at: received.occurredAt,
      source: received.source,
      ...(data.line === undefined ? {} : { line: data.line }),
      nuisance,
    };
    const policy = this.#policies.policy(data.policy);
    await continuingIn([cause], 'decide caller', {}, () =>
      this.#callers.execute(data.caller, (state) => decideCall(state, told, policy, { id: cause.id })),
    );
  }
}

const saysNuisance = ({ data }: RecordedEvent): boolean => {
  const { outcome, summary } = data as { readonly outcome?: string; readonly summary?: { readonly outcome?: string } };
  return (summary?.outcome ?? outcome) === 'nuisance';
};
