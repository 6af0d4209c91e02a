import {
  type CaseDimensions,
  type CaseEvent,
  type CaseEventData,
  type CaseEventType,
  UNASSIGNED,
  bucketOf,
  derivedId,
  streamName,
} from '@complaint-ledger/contracts';
import { epochOf, formatInZone } from '@complaint-ledger/policy';

type Bare<T extends CaseEventType> = Omit<CaseEventData[T], 'dims' | 'was' | 'carries' | 'elapsedMs'>;

const ZONE = 'Asia/Shanghai';

/** Case histories told by hand: the log of a story, as routing would have written it. */
export class Story {
  readonly events: CaseEvent[] = [];
  readonly #source: string;

  constructor(source = 'crm://story') {
    this.#source = source;
  }

  open(
    externalId: string,
    at: string,
    dims: Partial<CaseDimensions> = {},
    opened: Partial<Bare<'CaseOpened'>> = {},
  ): StoryCase {
    const told = new StoryCase(this, derivedId('complaint', this.#source, externalId), {
      source: this.#source,
      policy: 'standard',
      zone: ZONE,
      department: UNASSIGNED,
      level: 'dissatisfied',
      filedAt: at,
      round: 1,
      ...dims,
    });
    told.add('CaseOpened', at, {
      externalId,
      about: 'complaint',
      policyVersion: 1,
      holder: { department: told.dims.department },
      customer: `person-${externalId}`,
      ...opened,
    });
    return told;
  }

  /** The position of an event is its place in the story; it was recorded a second after the one before. */
  record<T extends CaseEventType>(
    caseId: string,
    revision: number,
    type: T,
    at: string,
    data: CaseEventData[T],
  ): CaseEvent {
    const position = this.events.length + 1;
    const event = {
      id: derivedId('event', this.#source, `${caseId}/${revision}`),
      type,
      schemaVersion: 1,
      stream: streamName('case', caseId),
      revision,
      position,
      occurredAt: at,
      recordedAt: new Date(Date.UTC(2026, 0, 1) + position * 1000).toISOString(),
      actor: { kind: 'system', id: 'ledger' },
      source: 'ledger',
      data,
    } as unknown as CaseEvent;
    this.events.push(event);
    return event;
  }
}

interface Running {
  readonly name: string;
  readonly deadline: string;
  readonly dueAt: string;
  readonly response: boolean;
  /** Department that missed it, when it did. */
  missedIn?: string;
  missed?: string;
}

export class StoryCase {
  readonly id: string;
  dims: CaseDimensions;
  readonly #story: Story;
  readonly #deadlines = new Map<string, Running>();
  #revision = 0;
  #transfers = 0;
  #isOpen = true;

  constructor(story: Story, id: string, dims: CaseDimensions) {
    this.#story = story;
    this.id = id;
    this.dims = dims;
  }

  get bucket(): number {
    return bucketOf(this.id);
  }

  add<T extends CaseEventType>(type: T, at: string, data: Bare<T>, dims = this.dims): CaseEvent {
    return this.#story.record(this.id, this.#revision++, type, at, { dims, ...data } as unknown as CaseEventData[T]);
  }

  assign(department: string, at: string, proposal = false): void {
    this.change('CaseAssigned', at, { department }, { holder: { department }, proposal });
  }

  transfer(department: string, at: string): CaseEvent {
    const unit = this.dims.department;
    this.#transfers += 1;
    const told = this.change(
      'CaseTransferred',
      at,
      { department },
      { from: { department: unit }, holder: { department }, unit, count: this.#transfers },
    );
    if (this.#transfers > 1) {
      this.add('TransferRuleViolated', at, { rules: ['XFER-1'], transfer: told.id, unit, count: this.#transfers });
    }
    return told;
  }

  change<T extends 'CaseAssigned' | 'CaseTransferred' | 'LevelChanged' | 'CaseReclassified'>(
    type: T,
    at: string,
    dims: Partial<CaseDimensions>,
    data: Bare<T>,
  ): CaseEvent {
    const was = this.dims;
    this.dims = { ...was, ...dims };
    const standing = [...this.#deadlines.values()];
    const carries = {
      open: this.#isOpen,
      pending: standing.filter(({ missed }) => missed === undefined).map(({ name }) => name),
      overdue: standing.filter(({ missed }) => missed !== undefined).map(({ name }) => name),
    };
    return this.add(type, at, { was, carries, ...data });
  }

  start(name: string, at: string, dueAt: string, response = true): void {
    const deadline = `${name}#${this.dims.round}`;
    this.#deadlines.set(name, { name, deadline, dueAt, response });
    this.add('DeadlineStarted', at, {
      name,
      deadline,
      dueAt,
      response,
      explanation: {
        policy: 'standard',
        policyVersion: 1,
        startedBy: 'filed',
        startedAt: at,
        length: '30min',
        clock: 'elapsed',
      },
    });
  }

  meet(name: string, metAt: string): void {
    const { missed, missedIn: _, ...deadline } = this.#running(name);
    this.#deadlines.delete(name);
    this.add(missed === undefined ? 'DeadlineMet' : 'MissedDeadlineMet', metAt, { ...deadline, metAt });
  }

  /** Declared missed at the due time; with a fine when an amount is given. Answers the penalty's id. */
  miss(name: string, amountFen = 0, metAt?: string): string {
    const running = this.#running(name);
    const deadline = plain(running);
    running.missedIn = this.dims.department;
    if (metAt !== undefined) this.#deadlines.delete(name);
    const { id } = this.add('DeadlineMissed', deadline.dueAt, {
      ...deadline,
      ...(metAt !== undefined && { metAt }),
      holder: { department: this.dims.department },
    });
    running.missed = id;
    const penalty = `penalty-${id}`;
    if (amountFen > 0) {
      const { response: _, ...due } = deadline;
      this.add('PenaltyAssessed', deadline.dueAt, { ...due, penalty, amountFen, missed: id, rule: 'LEVEL-1' });
    }
    return penalty;
  }

  /** A late fact: it had been met in time. */
  reverse(name: string, metAt: string, at: string, penalty: { readonly id: string; readonly amountFen: number }): void {
    const running = this.#running(name);
    const deadline = plain(running);
    this.#deadlines.delete(name);
    const dims = { ...this.dims, department: running.missedIn ?? this.dims.department };
    const moved = dims.department !== this.dims.department && { presentDepartment: this.dims.department };
    this.add(
      'DeadlineMissReversed',
      at,
      { ...deadline, missed: running.missed ?? '', metAt, because: 'late-fact', ...moved },
      dims,
    );
    const { response: _, ...due } = deadline;
    const { id, amountFen } = penalty;
    this.add('PenaltyReversed', at, { ...due, penalty: id, amountFen, because: 'late-fact' }, dims);
  }

  contact(at: string, reached = true): void {
    this.add('CustomerContacted', at, { reached, by: 'handler-1' });
  }

  resolve(at: string, verdict = 'justified'): CaseEvent {
    const elapsedMs = epochOf(at) - epochOf(this.dims.filedAt);
    const wasResolved = !this.#isOpen;
    this.#isOpen = false;
    return this.add('CaseResolved', at, { verdict, wasResolved, elapsedMs } as Bare<'CaseResolved'>);
  }

  reopen(at: string): void {
    const wasResolved = !this.#isOpen;
    this.#isOpen = true;
    this.dims = { ...this.dims, round: this.dims.round + 1 };
    this.add('CaseReopened', at, { because: 'not-satisfied', wasResolved, endsOverdue: this.#endOverdue() });
  }

  close(at: string, outcome = 'accepted'): void {
    const wasResolved = !this.#isOpen;
    this.#isOpen = false;
    for (const [name, deadline] of this.#deadlines) {
      if (deadline.missed !== undefined) continue;
      this.#deadlines.delete(name);
      this.add('DeadlineLapsed', at, { ...plain(deadline), lapsedAt: at });
    }
    const elapsedMs = epochOf(at) - epochOf(this.dims.filedAt);
    this.add('CaseClosed', at, {
      outcome,
      wasResolved,
      elapsedMs,
      endsOverdue: this.#endOverdue(),
    } as Bare<'CaseClosed'>);
  }

  #endOverdue(): string[] {
    const ended = [...this.#deadlines.values()].filter(({ missed }) => missed !== undefined).map(({ name }) => name);
    for (const name of ended) this.#deadlines.delete(name);
    return ended;
  }

  #running(name: string): Running {
    const running = this.#deadlines.get(name);
    if (running === undefined) throw new Error(`The story has no deadline ${name} that runs.`);
    return running;
  }
}

const plain = ({ name, deadline, dueAt, response }: Running): Omit<Running, 'missed' | 'missedIn'> => ({
  name,
  deadline,
  dueAt,
  response,
});

/** `2026-03-23 10:20` in Shanghai. */
export const shanghai = (text: string): string => formatInZone(epochOf(`${text.replace(' ', 'T')}:00+08:00`), ZONE);
