import {
  type CallerCommandBody,
  type CallerCommandName,
  LedgerError,
  type NewCallerEvent,
  callIdOf,
  derivedId,
  isUuid,
  newId,
  streamName,
  said,
} from '@complaint-ledger/contracts';
import { maySee } from '@complaint-ledger/access';
import type { EventStore } from '@complaint-ledger/event-store';
import { type Policy, epochOf, formatInZone } from '@complaint-ledger/policy';
import type { Vault } from '@complaint-ledger/vault';
import type { Routing } from '../routing.ts';
import { CallerRepository } from './caller-repository.ts';
import { type CallerCommand, decideCall, decideCallerCommand } from './decide-caller.ts';

export interface CallerRequest<N extends CallerCommandName = CallerCommandName> {
  readonly name: N;
  readonly body: CallerCommandBody<N>;
  /** Who asks, when the body does not say. */
  readonly caller: string;
  /** Role and offices of whoever asks; `*` holds them all. */
  readonly authorities: readonly string[];
  /** Repeating a command with the same key changes nothing. */
  readonly idempotencyKey?: string;
  /** Of a mark: ledger id of the call, or the id that its source gave it. */
  readonly call?: string;
  readonly source?: string;
}

export interface CallerAnswer {
  /** Vault id of the caller. */
  readonly person: string;
  readonly events: readonly { readonly id: string; readonly type: string; readonly occurredAt: string }[];
  /** Log position that a reader can wait for. */
  readonly position: number;
}

const noCaller = (path: string): LedgerError =>
  new LedgerError('not-found', said('Nobody known has called from there.', '没有已登记的人从那里来过电。'), {
    path,
    hint: said(
      'Take the person from GET /v1/callers/nuisance, or a phone number that has called.',
      '请使用 GET /v1/callers/nuisance 给出的个人，或来过电的号码。',
    ),
  });

/** Decisions about callers: marks, blocks and their end (CALL-10). */
export class CallerCommands {
  readonly #routing: Pick<Routing, 'policies' | 'now' | 'decidedSoon'>;
  readonly #store: EventStore;
  readonly #vault: Vault;
  readonly #callers: CallerRepository;

  constructor(routing: Pick<Routing, 'policies' | 'now' | 'decidedSoon'>, store: EventStore, vault: Vault) {
    this.#routing = routing;
    this.#store = store;
    this.#vault = vault;
    this.#callers = new CallerRepository(store);
  }

  /** LedgerError `rule` (409) when CALL-10 refuses: the refusal has been recorded by then; `not-found`, `conflict`, `invalid-input`. */
  async execute(request: CallerRequest): Promise<CallerAnswer> {
    await this.#routing.decidedSoon();
    if (isOf(request, 'mark')) return this.#mark(request);
    const { body } = request as CallerRequest<'block' | 'unblock'>;
    const person = await this.#person(body);
    const policy = this.#policy(body.policy);
    const at = this.#time(body.occurredAt, policy);
    if ('until' in body && epochOf(body.until) <= epochOf(at))
      throw new LedgerError(
        'invalid-input',
        said('The block would be over before it begins.', '屏蔽在开始之前就已结束。'),
        {
          path: 'until',
          hint: said('Give a time after now.', '请给出现在之后的时间。'),
        },
      );
    const id = commandId(request, person);
    let refusal: string | undefined;
    const { events, position } = await this.#run(person, id, async (state) => {
      const common = { id, at, by: body.by ?? request.caller, authorities: request.authorities };
      const command: CallerCommand =
        'until' in body ? { ...common, name: 'block', until: body.until } : { ...common, name: 'unblock' };
      const decided = decideCallerCommand(state, command, policy);
      refusal = decided.refusal;
      return this.#seal(decided.events, person, body.reason);
    });
    const refused = events.find((event) => event.type === 'CallerCommandRefused');
    const reason = refusal ?? (refused?.type === 'CallerCommandRefused' ? refused.data.reason : undefined);
    if (reason !== undefined) throw new LedgerError('rule', reason, { rule: 'CALL-10' });
    return {
      person,
      events: events.map(({ id: event, type, occurredAt }) => ({ id: event, type, occurredAt })),
      position,
    };
  }

  async #mark(request: CallerRequest<'mark'>): Promise<CallerAnswer> {
    const { call = '', source, body } = request;
    const id = source === undefined ? call : callIdOf(source, call);
    const [received] = isUuid(id) ? await this.#store.readStream(streamName('call', id), { limit: 1 }) : [];
    // A call that only some may see is there for them only (FILE-1).
    if (received?.type !== 'CallReceived' || !maySee(received.data, request.authorities))
      throw new LedgerError('not-found', said('There is no such call.', '没有这通电话。'), {
        path: 'id',
        hint: said(
          'Give the ledger id of the call, or the id of its source with ?source=.',
          '请给出该来电在账本中的编号，或其来源编号并加 ?source=。',
        ),
      });
    const {
      caller: person,
      policy: policyId,
      line,
    } = received.data as { caller: string; policy: string; line?: string };
    const policy = this.#policy(body.policy ?? policyId);
    const cause = { id: commandId(request, person), by: body.by ?? request.caller };
    const told = {
      call: id,
      at: received.occurredAt,
      source: received.source,
      ...(line === undefined ? {} : { line }),
      nuisance: true,
    };
    const { events, position } = await this.#run(person, cause.id, (state) => decideCall(state, told, policy, cause));
    return {
      person,
      events: events.map(({ id: event, type, occurredAt }) => ({ id: event, type, occurredAt })),
      position,
    };
  }

  /** What the command led to, now or when it was sent the first time. */
  async #run(
    person: string,
    id: string,
    decide: (
      state: Parameters<Parameters<CallerRepository['execute']>[1]>[0],
    ) => readonly NewCallerEvent[] | Promise<readonly NewCallerEvent[]>,
  ): Promise<{ readonly events: readonly NewCallerEvent[]; readonly position: number }> {
    let events: readonly NewCallerEvent[] = [];
    const position = await this.#callers.execute(person, async (state, known) => {
      const done = known.filter(({ causationId }) => causationId === id);
      if (done.length > 0) {
        events = done;
        return [];
      }
      return (events = await decide(state));
    });
    return { events, position };
  }

  async #person({ phone, person }: { readonly phone?: string; readonly person?: string }): Promise<string> {
    if (person !== undefined) {
      if ((await this.#vault.subjectsOf(person)).length === 0) throw noCaller('person');
      return person;
    }
    if (phone === undefined)
      throw new LedgerError('invalid-input', said('It is not said who.', '未说明是谁。'), {
        path: 'phone',
        hint: said('Give phone or person.', '请给出 phone 或 person。'),
      });
    const found = await this.#vault.findByPhone(phone);
    const [only] = found;
    if (only === undefined) throw noCaller('phone');
    if (found.length > 1)
      throw new LedgerError('conflict', said('Several persons call from that number.', '有多人使用该号码来电。'), {
        path: 'phone',
        hint: said(`Say which by person: ${found.join(', ')}.`, `请用 person 指明是哪一位：${found.join('、')}。`),
      });
    return only;
  }

  /** LedgerError `invalid-input` for a policy that there is not. */
  #policy(id: string | undefined): Policy {
    const { policies } = this.#routing;
    return policies.policy(id ?? policies.defaultId);
  }

  #time(told: string | undefined, { zone }: Policy): string {
    const now = this.#routing.now();
    if (told === undefined) return formatInZone(now, zone);
    if (epochOf(told) <= now) return told;
    throw new LedgerError('invalid-input', said('That time is yet to come.', '该时间尚未到来。'), {
      path: 'occurredAt',
    });
  }

  async #seal(events: readonly NewCallerEvent[], person: string, reason: string): Promise<readonly NewCallerEvent[]> {
    return Promise.all(
      events.map(async (event) => {
        if (event.type !== 'CallerBlocked' && event.type !== 'CallerUnblocked') return event;
        const sealed = await this.#vault.seal([{ person, eventId: event.id, fields: { reason } }]);
        return { ...event, sealed };
      }),
    );
  }
}

const isOf = <N extends CallerCommandName>(request: CallerRequest, name: N): request is CallerRequest<N> =>
  request.name === name;

const commandId = ({ name, caller, idempotencyKey }: CallerRequest, person: string): string =>
  idempotencyKey === undefined ? newId() : derivedId('command', `${caller}\n${person}\n${name}`, idempotencyKey);
