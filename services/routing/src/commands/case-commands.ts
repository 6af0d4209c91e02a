import {
  type CaseEvent,
  type CommandBody,
  type CommandName,
  LedgerError,
  callIdOf,
  complaintIdOf,
  derivedId,
  isLedgerError,
  isUuid,
  newId,
  parseStreamName,
  ruleSentence,
  said,
  streamName,
} from '@complaint-ledger/contracts';
import { maySee } from '@complaint-ledger/access';
import { epochOf, formatInZone } from '@complaint-ledger/policy';
import type { EventStore } from '@complaint-ledger/event-store';
import type { Vault } from '@complaint-ledger/vault';
import type { CaseState } from '../cases/case-state.ts';
import { dimensions } from '../cases/dimensions.ts';
import type { Routing } from '../routing.ts';
import { checkAsksSomething } from './asks-something.ts';
import type { Command } from './command.ts';
import { transferReasons } from '../transfers/transfer-command.ts';
import { decideCommand } from './decide-command.ts';
import type { Refusal } from './refusal.ts';
import { checkVocabulary } from './vocabulary.ts';

export interface CommandRequest<N extends CommandName = CommandName> {
  readonly name: N;
  /** Ledger id of the case, or the id that its source gave it; of the penalty, for a command about one. */
  readonly subject: string;
  readonly body: CommandBody<N>;
  /** Who asks, when the body does not say. */
  readonly caller: string;
  /** Role and offices of whoever asks; `*` holds them all. */
  readonly authorities: readonly string[];
  /** The key is a person's own, who decides nothing for others: nobody else can be said to have acted. */
  readonly personal?: boolean;
  /** Repeating the same command on the case, or the penalty, with the same key changes nothing. */
  readonly idempotencyKey?: string;
  /** Source of the external id, when several sources have the same. */
  readonly source?: string;
}

export interface CommandAnswer {
  readonly caseId: string;
  readonly events: readonly { readonly id: string; readonly type: string; readonly occurredAt: string }[];
  /** Log position that a reader can wait for. */
  readonly position: number;
}

const isAboutPenalty = (name: CommandName): boolean => name === 'appealPenalty' || name === 'waivePenalty';

/** What a command did when it was sent the first time. */
interface Done {
  readonly events: readonly CaseEvent[];
  readonly position: number;
  readonly refusal?: Refusal;
}

const refusalOf = (event: CaseEvent): Refusal => {
  if (event.type !== 'CommandRefused' && event.type !== 'TransferRefused')
    throw new TypeError(`${event.type} is no refusal`);
  const { rule, missing } = event.data;
  const reason = event.type === 'CommandRefused' ? event.data.reason : (transferReasons[rule] ?? rule);
  return { rule, reason, ...(missing === undefined ? {} : { missing }) };
};

const refusalError = ({ rule, reason, missing }: Refusal, name: CommandName): LedgerError => {
  // The reason stands in the event as it was decided, in English; the rule's own sentence speaks for it in Chinese.
  const told = said(reason, `规则 ${rule} 不允许：${ruleSentence(rule)?.['zh-CN'] ?? reason}`);
  if (missing === undefined) return new LedgerError('rule', told, { rule });
  const [en, zh] = [missing.join(', '), missing.join('、')];
  return name === 'transfer'
    ? new LedgerError('rule', told, {
        rule,
        path: 'handover',
        missing,
        hint: said(`fill in: ${en}`, `请补全：${zh}。`),
      })
    : new LedgerError('rule', told, { rule, missing, hint: said(`what is missing: ${en}`, `尚缺：${zh}。`) });
};

/** The same words for what is not there and for what the caller may not see (FILE-1). */
const notThere = ({ name, subject }: CommandRequest): LedgerError =>
  isAboutPenalty(name)
    ? new LedgerError('not-found', said(`there is no penalty ${subject}`, `没有处罚记录 ${subject}。`), { path: 'id' })
    : new LedgerError('not-found', said(`there is no case ${subject}`, `没有案件 ${subject}。`), {
        path: 'id',
        hint: said('a complaint becomes a case within moments of being accepted', '投诉受理后片刻即成为案件。'),
      });

const namesOf = ({ department, group, person }: CaseState['holder']): readonly string[] =>
  [department, group, person].filter((name) => name !== undefined);

const alreadyTheirs = ({ holder }: CaseState): LedgerError =>
  new LedgerError('invalid-input', said('whom it is passed on to has the case already', '转给的对象已经承办此案件。'), {
    path: 'to',
    hint: said(`it is with ${namesOf(holder).join(', ')}`, `现由 ${namesOf(holder).join('、')} 承办。`),
  });

/** Who acted: who is said to have, when the key may speak for others. LedgerError `forbidden`. */
const actingOf = ({ body, caller, personal = false }: CommandRequest): string => {
  if (body.by === undefined || body.by === caller || !personal) return body.by ?? caller;
  throw new LedgerError('forbidden', said('this key acts for its own person alone', '该密钥只能代表其本人操作。'), {
    path: 'by',
    hint: said(`leave by out, or write ${caller}`, `请去掉 by，或写 ${caller}。`),
  });
};

/** Free text: sealed under the customer's key, never in the clear. */
const texts = ['reason', 'summary', 'findings', 'comment', 'handover'] as const;

/** What agents and managers ask of a case: parsed, checked against the pack, decided, sealed and appended. */
export class CaseCommands {
  readonly #routing: Routing;
  readonly #store: EventStore;
  readonly #vault: Vault;

  constructor(routing: Routing, store: EventStore, vault: Vault) {
    this.#routing = routing;
    this.#store = store;
    this.#vault = vault;
  }

  /** LedgerError `rule` (409) when a rule refuses: the refusal has been recorded by then. */
  async execute(request: CommandRequest): Promise<CommandAnswer> {
    return this.#decide(request, await this.#decidedCaseId(request));
  }

  /** The case, once what was told of it before is decided, or a second later. */
  async #decidedCaseId(request: CommandRequest): Promise<string> {
    if (!this.#routing.shared) {
      await this.#routing.decidedSoon();
      return this.#caseId(request);
    }
    // Other processes decide facts: only those of this case are waited for.
    const caseId = await this.#caseId(request).catch(async (error: unknown) => {
      if (!isLedgerError(error, 'not-found')) throw error;
      await this.#routing.decidedSoon();
      return this.#caseId(request);
    });
    await this.#routing.caseDecidedSoon(caseId);
    return caseId;
  }

  async #decide(request: CommandRequest, caseId: string): Promise<CommandAnswer> {
    const { body, idempotencyKey } = request;
    checkAsksSomething(request.name, body);
    const penalty = isAboutPenalty(request.name) ? request.subject : undefined;
    const about = `${request.caller}\n${caseId}\n${request.name}\n${penalty ?? ''}`;
    const id = idempotencyKey === undefined ? newId() : derivedId('command', about, idempotencyKey);
    let repeated: Done | undefined;
    let refusal: Refusal | undefined;
    const outcome = await this.#routing.cases.execute(caseId, async (state) => {
      if (!this.#isThere(state, request)) throw notThere(request);
      repeated = idempotencyKey === undefined ? undefined : await this.#done(id, caseId);
      if (repeated !== undefined) return undefined;
      const policy = this.#routing.policies.policy(state.policy);
      checkVocabulary(policy, request.name, body);
      const now = this.#routing.now();
      const command = {
        name: request.name,
        id,
        at: this.#time(body, state, now),
        by: actingOf(request),
        caller: request.caller,
        authorities: request.authorities,
        ...(penalty === undefined ? {} : { penalty }),
        body,
      } as Command;
      const decided = decideCommand(state, command, policy, await this.#clock(state));
      if (request.name === 'transfer' && decided.carrier === undefined) throw alreadyTheirs(state);
      refusal = decided.refusal;
      // The reason of a pause is a word of the pack.
      const text = request.name === 'pause' ? {} : body;
      const events = await this.#seal(decided.decision.events, decided.carrier, state, text);
      return { events, state: decided.decision.state };
    });
    const refused = repeated === undefined ? refusal : repeated.refusal;
    if (refused !== undefined) throw refusalError(refused, request.name);
    return {
      caseId,
      events: (repeated?.events ?? outcome?.events ?? []).map(({ id, type, occurredAt }) => ({ id, type, occurredAt })),
      position: repeated?.position ?? outcome?.position ?? 0,
    };
  }

  /** How far time has come for the case, ms. */
  async #clock(state: CaseState): Promise<number> {
    return (await this.#routing.clockOf(state)) ?? this.#routing.wallClock(state);
  }

  /** What an earlier command of that id did, from the log. */
  async #done(id: string, caseId: string): Promise<Done | undefined> {
    if ((await this.#store.find(derivedId('case-event', id, '0'))) === undefined) return undefined;
    const stream = (await this.#store.readStream(streamName('case', caseId))) as readonly CaseEvent[];
    const events = stream.filter(({ causationId }) => causationId === id);
    const refused = events.find(({ type }) => type === 'TransferRefused' || type === 'CommandRefused');
    return {
      events,
      position: events.at(-1)?.position ?? 0,
      ...(refused === undefined ? {} : { refusal: refusalOf(refused) }),
    };
  }

  async #caseId(request: CommandRequest): Promise<string> {
    if (isAboutPenalty(request.name)) return this.#caseOfPenalty(request);
    const { subject, source } = request;
    const isCase = async (id: string): Promise<boolean> => this.#isThere(await this.#routing.cases.load(id), request);
    if (source !== undefined) {
      const [complaint, call] = [complaintIdOf(source, subject), callIdOf(source, subject)];
      return (await isCase(complaint)) || !(await isCase(call)) ? complaint : call;
    }
    // Sources have UUIDs, too.
    if (isUuid(subject) && (await isCase(subject))) return subject;
    const found: { readonly source: string; readonly caseId: string }[] = [];
    for (const each of await this.#routing.agenda.byExternalId(subject)) {
      if (await isCase(each.caseId)) found.push(each);
    }
    const [only] = found;
    if (only === undefined) throw notThere(request);
    if (found.length > 1)
      throw new LedgerError(
        'conflict',
        said(`several cases have the id ${subject}`, `有多个案件的编号是 ${subject}。`),
        {
          path: 'id',
          hint: said(
            `say which with ?source=, or by the ledger's id: ${found.map((each) => `${each.source} ${each.caseId}`).join(', ')}`,
            `请用 ?source= 或账本编号指明：${found.map((each) => `${each.source} ${each.caseId}`).join('、')}。`,
          ),
        },
      );
    return only.caseId;
  }

  /** A penalty has the id of the event that assessed it. */
  async #caseOfPenalty(request: CommandRequest): Promise<string> {
    const event = isUuid(request.subject) ? await this.#store.find(request.subject) : undefined;
    if (event?.type !== 'PenaltyAssessed' && event?.type !== 'DamagePenaltyAssessed') throw notThere(request);
    return parseStreamName(event.stream).id;
  }

  /** A matter that only some may see is there for them only (FILE-1). */
  #isThere(state: CaseState | undefined, { authorities }: CommandRequest): state is CaseState {
    return state !== undefined && maySee(dimensions(state, this.#routing.policies.policy(state.policy)), authorities);
  }

  #time(body: CommandBody<CommandName>, state: CaseState, now: number): string {
    const at = body.occurredAt ?? formatInZone(now, state.zone);
    const ms = epochOf(at);
    if (ms > now + 60_000)
      throw new LedgerError('invalid-input', said('occurredAt is in the future', 'occurredAt 在将来。'), {
        path: 'occurredAt',
        hint: said('a command is recorded when it has happened', '操作发生之后才能记录。'),
      });
    if (ms < state.filed.ms)
      throw new LedgerError(
        'invalid-input',
        said('occurredAt is before the case was filed', 'occurredAt 早于案件受理的时间。'),
        {
          path: 'occurredAt',
          hint: said(`filed at ${state.filed.at}`, `受理于 ${state.filed.at}。`),
        },
      );
    return at;
  }

  async #seal<E extends { readonly id: string }>(
    events: readonly E[],
    carrier: string | undefined,
    state: CaseState,
    body: CommandBody<CommandName>,
  ): Promise<readonly E[]> {
    const told = body as Readonly<Record<string, unknown>>;
    const fields = Object.fromEntries(
      texts.flatMap((name) => (told[name] === undefined ? [] : [[name, told[name] as string]])),
    );
    if (carrier === undefined || Object.keys(fields).length === 0) return events;
    const sealed = await this.#vault.seal([{ person: state.customer, eventId: carrier, fields }]);
    return events.map((event) => (event.id === carrier ? { ...event, sealed } : event));
  }
}
