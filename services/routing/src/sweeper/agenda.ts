import { type CaseEventType, type RecordedEvent, parseStreamName } from '@complaint-ledger/contracts';
import type { Policy, PolicyBook } from '@complaint-ledger/policy';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import type { CaseRepository } from '../cases/case-repository.ts';
import type { CaseState } from '../cases/case-state.ts';
import { nextDue } from '../deadlines/next-due.ts';

export const AGENDA = 'agenda@1';

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
    return this.#store.ensure(AGENDA, ['source', 'nextDue', 'externalId']);
  }

  loadCheckpoint(): Promise<number> {
    return this.#store.checkpoint(AGENDA);
  }

  saveCheckpoint(position: number): Promise<void> {
    return this.#store.saveCheckpoint(AGENDA, position);
  }

  async handle(page: readonly RecordedEvent[]): Promise<void> {
    const touched = new Map<string, number>();
    for (const event of page)
      if (event.stream.startsWith('case-')) touched.set(parseStreamName(event.stream).id, event.position);
    if (touched.size === 0) return;
    const ids = [...touched.keys()];
    const stored = new Map((await this.#store.get(AGENDA, ids)).map(({ id, applied }) => [id, applied]));
    const states = await Promise.all(ids.map((id) => this.#cases.load(id)));
    await this.#store.write(
      AGENDA,
      states.flatMap((state) => {
        if (state === undefined) return [];
        const applied = touched.get(state.id) ?? 0;
        const replaces = stored.get(state.id) ?? 0;
        if (replaces >= applied) return [];
        const body: AgendaEntry = { caseId: state.id, source: state.source, externalId: state.externalId };
        return [
          {
            id: state.id,
            body: { ...body },
            fields: {
              source: state.source,
              externalId: state.externalId,
              nextDue: nextDue(state, this.#policyOf(state)) ?? null,
            },
            applied,
            replaces,
          },
        ];
      }),
    );
  }

  /** Undefined for a pack that is not installed any more: whoever judges the case says so, and the agenda goes on. */
  #policyOf({ policy }: CaseState): Policy | undefined {
    return this.#policies.ids().includes(policy) ? this.#policies.policy(policy) : undefined;
  }

  /** Cases of that source with something due before `clock`, the longest overdue first. */
  due(source: string, clock: number, limit: number, offset: number): Promise<readonly AgendaEntry[]> {
    return this.#query(
      [
        { field: 'source', equals: source },
        { field: 'nextDue', before: clock },
      ],
      limit,
      offset,
    );
  }

  /** Cases of any source with something due before `clock`. */
  dueAnywhere(clock: number, limit: number, offset: number): Promise<readonly AgendaEntry[]> {
    return this.#query([{ field: 'nextDue', before: clock }], limit, offset);
  }

  /** Cases by the id that their source gave them. */
  byExternalId(externalId: string): Promise<readonly AgendaEntry[]> {
    return this.#query([{ field: 'externalId', equals: externalId }], 10);
  }

  async #query(
    where: Parameters<ProjectionStore['count']>[1],
    limit: number,
    offset = 0,
  ): Promise<readonly AgendaEntry[]> {
    const found = await this.#store.query<AgendaEntry>(AGENDA, {
      ...(where === undefined ? {} : { where }),
      orderBy: 'nextDue',
      limit,
      offset,
    });
    return found.map(({ body }) => body);
  }
}
