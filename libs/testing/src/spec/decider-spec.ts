import { AssertionError } from 'node:assert';
import { type Part, differences } from './contains.ts';

interface TypedEvent {
  readonly type: string;
  readonly data: unknown;
}

/** What a rule said no to. */
export interface SpecRefusal {
  readonly rule: string;
}

/** A decider as a spec needs it: an input carries all it is decided by, its time included. */
export interface Decider<State, Input, Event extends TypedEvent> {
  readonly initial: State;
  decide(state: State, input: Input): { readonly events: readonly Event[]; readonly refusal?: SpecRefusal | undefined };
  evolve(state: State, event: Event): State;
}

/** An event by its type, or by its type and what its data must say at least. */
export type Expected<Event extends TypedEvent> =
  | Event['type']
  | { [T in Event['type']]: readonly [type: T, data: Part<Extract<Event, { type: T }>['data']>] }[Event['type']];

/** What came of the input under test. Every expectation throws an AssertionError that shows what came instead. */
export interface Outcome<State, Event extends TypedEvent> {
  readonly events: readonly Event[];
  readonly state: State;
  readonly refusal: SpecRefusal | undefined;
  /** Exactly these events, in this order. */
  thenExactly(...expected: readonly Expected<Event>[]): this;
  /** These events in this order, perhaps with others between. */
  thenAmong(...expected: readonly Expected<Event>[]): this;
  /** No event of these types. */
  thenNo(...types: readonly Event['type'][]): this;
  thenNothing(): this;
  /** A rule refused it, and exactly these events say so. */
  thenRefused(rule: string, ...expected: readonly Expected<Event>[]): this;
}

export interface Given<State, Input, Event extends TypedEvent> {
  readonly state: State;
  /** Everything that was decided on the way. */
  readonly events: readonly Event[];
  when(input: Input): Outcome<State, Event>;
}

export interface DeciderSpec<State, Input, Event extends TypedEvent> {
  /** What happened before, decided one after the other. */
  given(...inputs: readonly Input[]): Given<State, Input, Event>;
  /** What the stream holds already. */
  givenEvents(...events: readonly Event[]): Given<State, Input, Event>;
}

const typeOf = <Event extends TypedEvent>(expected: Expected<Event>): string =>
  typeof expected === 'string' ? expected : expected[0];

const partOf = <Event extends TypedEvent>(expected: Expected<Event>): unknown =>
  typeof expected === 'string' ? {} : expected[1];

const listed = (events: readonly TypedEvent[]): string =>
  events.length === 0
    ? '  nothing'
    : events.map(({ type, data }, i) => `  ${i + 1}. ${type} ${JSON.stringify(data)}`).join('\n');

const fail = (message: string, actual: readonly TypedEvent[], expected: unknown): never => {
  throw new AssertionError({
    message: `${message}\nwhat came:\n${listed(actual)}`,
    actual: actual.map(({ type }) => type),
    expected,
  });
};

const mismatch = <Event extends TypedEvent>(event: Event, expected: Expected<Event>): readonly string[] =>
  event.type === typeOf(expected)
    ? differences(event.data, partOf(expected))
    : [`${event.type} instead of ${typeOf(expected)}`];

const outcomeOf = <State, Event extends TypedEvent>(
  events: readonly Event[],
  state: State,
  refusal: SpecRefusal | undefined,
): Outcome<State, Event> => {
  const exactly = (expected: readonly Expected<Event>[]): void => {
    const types = expected.map(typeOf);
    if (events.length !== expected.length)
      fail(`${events.length} events instead of ${expected.length}: ${types.join(', ')}`, events, types);
    expected.forEach((wanted, index) => {
      const event = events[index];
      const wrong = event === undefined ? [] : mismatch(event, wanted);
      if (wrong.length > 0) fail(`event ${index + 1}: ${wrong.join('; ')}`, events, types);
    });
  };
  return {
    events,
    state,
    refusal,
    thenExactly(...expected) {
      if (refusal !== undefined) fail(`refused by ${refusal.rule}`, events, expected.map(typeOf));
      exactly(expected);
      return this;
    },
    thenAmong(...expected) {
      if (refusal !== undefined) fail(`refused by ${refusal.rule}`, events, expected.map(typeOf));
      let next = 0;
      for (const wanted of expected) {
        const found = events.findIndex((event, index) => index >= next && mismatch(event, wanted).length === 0);
        if (found < 0) {
          const near = events.filter(({ type }) => type === typeOf(wanted)).map((event) => mismatch(event, wanted));
          const why = near.length === 0 ? 'none came' : near.map((each) => each.join('; ') || 'too early').join(' | ');
          fail(`no such ${typeOf(wanted)}: ${why}`, events, expected.map(typeOf));
        }
        next = found + 1;
      }
      return this;
    },
    thenNo(...types) {
      const came = events.filter(({ type }) => types.includes(type));
      if (came.length > 0) fail(`came although it should not: ${came.map(({ type }) => type).join(', ')}`, events, []);
      return this;
    },
    thenNothing() {
      return this.thenExactly();
    },
    thenRefused(rule, ...expected) {
      if (refusal?.rule !== rule)
        fail(refusal === undefined ? `not refused by ${rule}` : `refused by ${refusal.rule}, not ${rule}`, events, []);
      exactly(expected);
      return this;
    },
  };
};

/** Specs of a decider as given, when, then; the state is only ever what its events make of it. */
export const deciderSpec = <State, Input, Event extends TypedEvent>(
  decider: Decider<State, Input, Event>,
): DeciderSpec<State, Input, Event> => {
  const fold = (state: State, events: readonly Event[]): State =>
    events.reduce((folded, event) => decider.evolve(folded, event), state);
  const given = (state: State, events: readonly Event[]): Given<State, Input, Event> => ({
    state,
    events,
    when(input) {
      const decided = decider.decide(state, input);
      return outcomeOf(decided.events, fold(state, decided.events), decided.refusal);
    },
  });
  return {
    given(...inputs) {
      let state = decider.initial;
      const events: Event[] = [];
      for (const input of inputs) {
        const decided = decider.decide(state, input);
        state = fold(state, decided.events);
        events.push(...decided.events);
      }
      return given(state, events);
    },
    givenEvents: (...events) => given(fold(decider.initial, events), events),
  };
};
