import {
  type Actor,
  type CaseDimensions,
  type CaseEventData,
  type CaseEventType,
  type NewCaseEvent,
  type SealedBlob,
  derivedId,
} from '@complaint-ledger/contracts';
import type { Policy } from '@complaint-ledger/policy';
import type { CaseState } from './case-state.ts';
import { dimensions } from './dimensions.ts';
import { evolve } from './evolve.ts';

/** What leads to a decision. The same cause gives events with the same ids, so that deciding twice records once. */
export interface Cause {
  /** Unique per cause: a fact's event id, a command id, a sweep of one revision. */
  readonly seed: string;
  readonly causationId?: string;
  /** Revision, in the stream of the matter, of the fact; of the last one decided, when something else leads to it. */
  readonly fact?: number;
  readonly actor: Actor;
  readonly source: string;
}

type OwnData<T extends CaseEventType> = Omit<CaseEventData[T], 'dims' | 'fact'>;

/** A decision under way: the events so far, and the case as they leave it. */
export class Decision {
  readonly events: NewCaseEvent[] = [];
  readonly policy: Policy;
  readonly cause: Cause;
  #state: CaseState;

  constructor(state: CaseState, policy: Policy, cause: Cause) {
    this.#state = state;
    this.policy = policy;
    this.cause = cause;
  }

  /** A decision that begins a case. */
  static opening(caseId: string, policy: Policy, cause: Cause, opened: (id: string) => NewCaseEvent): Decision {
    const event = opened(derivedId('case-event', cause.seed, '0'));
    const state = evolve(undefined, event, caseId);
    if (state === undefined) throw new TypeError(`${event.type} does not open a case`);
    const decision = new Decision(state, policy, cause);
    decision.events.push(event);
    return decision;
  }

  get state(): CaseState {
    return this.#state;
  }

  /** The id that the next event of this decision will have. */
  nextId(): string {
    return derivedId('case-event', this.cause.seed, String(this.events.length));
  }

  get dimensions(): CaseDimensions {
    return dimensions(this.#state, this.policy);
  }

  /** Adds an event; `dims` are the case's as of now, but for what `changed` says. Returns its id. */
  emit<T extends CaseEventType>(
    type: T,
    occurredAt: string,
    data: OwnData<T>,
    changed: Partial<CaseDimensions> = {},
    sealed: readonly SealedBlob[] = [],
  ): string {
    const id = this.nextId();
    const event = {
      id,
      type,
      schemaVersion: 1,
      occurredAt,
      actor: this.cause.actor,
      source: this.cause.source,
      ...(this.cause.causationId === undefined ? {} : { causationId: this.cause.causationId }),
      data: {
        dims: dimensions(this.#state, this.policy, changed),
        ...(this.cause.fact === undefined ? {} : { fact: this.cause.fact }),
        ...data,
      },
      ...(sealed.length === 0 ? {} : { sealed }),
    } as unknown as NewCaseEvent;
    this.events.push(event);
    this.#state = evolve(this.#state, event) ?? this.#state;
    return id;
  }
}
