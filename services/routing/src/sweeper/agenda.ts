import {
  type CaseEventType,
  type RecordedEvent,
  bucketOf,
  isLedgerError,
  parseStreamName,
} from '@complaint-ledger/contracts';
import type { Policy, PolicyBook } from '@complaint-ledger/policy';
import type { FeedPlace } from '@complaint-ledger/event-feed';
import type { DocumentWrite, FieldRange, ProjectionStore } from '@complaint-ledger/projection-store';
import type { CaseRepository } from '../cases/case-repository.ts';
import type { CaseState } from '../cases/case-state.ts';
import { nextDue } from '../deadlines/next-due.ts';
import { placeName } from '../reactor/place-name.ts';

/** Writes of a page that meets others at the same cases. */
const ATTEMPTS = 5;

export const AGENDA = 'agenda@2';

/** Events after which a case may have another next deadline. */
export const agendaTypes: readonly CaseEventType[] = [
  'CaseOpened',
  'DeadlineStarted',
  'DeadlineMoved',
  'DeadlineMet',
  'DeadlineMissed',
  'DeadlineMissReversed',
  'DeadlineLapsed',
  'CasePaused',
  'CaseResumed',
];

/** One case's next judgement. */
export interface AgendaEntry {
  readonly caseId: string;
  readonly source: string;
  readonly externalId: string;
}

/** An entry whose case is due at `due`, ms. */
export interface DueEntry extends AgendaEntry {
  readonly due: number;
}

export interface AgendaPage {
  readonly limit: number;
  readonly offset: number;
}

/** Nothing that a source is called lies between it and this. */
const after = (source: string): string => `${source}\u0001`;

/** Which case is to be judged when: a projection of the case events, so that nothing due is forgotten over any downtime. */
export class Agenda {
  readonly #store: ProjectionStore;
  readonly #cases: CaseRepository;
  readonly #policies: PolicyBook;

  constructor(store: ProjectionStore, cases: CaseRepository, policies: PolicyBook) {
    this.#store = store;
    this.#cases = cases;
    this.#policies = policies;
  }

  open(): Promise<void> {
    return this.#store.ensure(AGENDA, ['source', 'nextDue', 'externalId', 'bucket']);
  }

  /** Its place in one bucket of the log, or in all of it. */
  place(bucket?: number): FeedPlace {
    const name = placeName(AGENDA, bucket);
    return {
      handle: (page) => this.handle(page),
      loadCheckpoint: () => this.#store.checkpoint(name),
      saveCheckpoint: (position) => this.#store.saveCheckpoint(name, position),
    };
  }

  async handle(page: readonly RecordedEvent[]): Promise<void> {
    const touched = new Map<string, number>();
    for (const event of page)
      if (event.stream.startsWith('case-')) touched.set(parseStreamName(event.stream).id, event.position);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#write(touched);
      } catch (error) {
        // A sweep wrote the same entry: what it wrote may be all that was to be said.
        if (!isLedgerError(error, 'conflict') || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** A case that was just decided on, as of that position; whoever wrote its entry meanwhile knows more. */
  async update(caseId: string, position: number): Promise<void> {
    try {
      await this.#write(new Map([[caseId, position]]));
    } catch (error) {
      if (!isLedgerError(error, 'conflict')) throw error;
    }
  }

  async #write(touched: ReadonlyMap<string, number>): Promise<void> {
    if (touched.size === 0) return;
    const ids = [...touched.keys()];
    const stored = new Map((await this.#store.get(AGENDA, ids)).map(({ id, applied }) => [id, applied]));
    const states = await Promise.all(ids.map((id) => this.#cases.load(id)));
    const writes = states.flatMap((state) => {
      if (state === undefined) return [];
      const applied = touched.get(state.id) ?? 0;
      const replaces = stored.get(state.id) ?? 0;
      return replaces >= applied ? [] : [this.#entry(state, applied, replaces)];
    });
    if (writes.length > 0) await this.#store.write(AGENDA, writes);
  }

  #entry(state: CaseState, applied: number, replaces: number): DocumentWrite {
    const body: AgendaEntry = { caseId: state.id, source: state.source, externalId: state.externalId };
    const due = nextDue(state, this.#policyOf(state)) ?? null;
    const { source, externalId } = state;
    const fields = { source, externalId, nextDue: due, bucket: bucketOf(state.id) };
    return { id: state.id, body: { ...body }, fields, applied, replaces };
  }

  /** Undefined for a pack that is not installed any more: whoever judges the case says so, and the agenda goes on. */
  #policyOf({ policy }: CaseState): Policy | undefined {
    return this.#policies.ids().includes(policy) ? this.#policies.policy(policy) : undefined;
  }

  /** Cases of that source with something due before `clock`, the longest overdue first. */
  due(source: string, clock: number, page: AgendaPage): Promise<readonly DueEntry[]> {
    return this.#due([{ field: 'source', equals: source }], clock, page);
  }

  /**
   * Cases with something due before `clock` whose source comes after the one and before the other in the order of the store, which is
   * that of their UTF-8 bytes; of any source when neither is given.
   */
  dueBetween(
    [source, next]: readonly [string | undefined, string | undefined],
    clock: number,
    page: AgendaPage,
  ): Promise<readonly DueEntry[]> {
    const range = {
      field: 'source',
      ...(source !== undefined && { from: after(source) }),
      ...(next !== undefined && { before: next }),
    };
    return this.#due(source === undefined && next === undefined ? [] : [range], clock, page);
  }

  async #due(where: readonly FieldRange[], clock: number, page: AgendaPage): Promise<readonly DueEntry[]> {
    const found = await this.#store.query<AgendaEntry>(AGENDA, {
      where: [...where, { field: 'nextDue', before: clock }],
      orderBy: 'nextDue',
      ...page,
    });
    return found.map(({ body, fields }) => ({ ...body, due: Number(fields['nextDue']) }));
  }

  /** Cases by the id that their source gave them. */
  async byExternalId(externalId: string): Promise<readonly AgendaEntry[]> {
    const where = [{ field: 'externalId', equals: externalId }];
    const found = await this.#store.query<AgendaEntry>(AGENDA, { where, orderBy: 'nextDue', limit: 10 });
    return found.map(({ body }) => body);
  }
}
