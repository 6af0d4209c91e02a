import {
  type CaseEvent,
  type CaseEventType,
  type RecordedEvent,
  UNASSIGNED,
  parseStreamName,
} from '@complaint-ledger/contracts';
import { type Policy, type PolicyBook, epochOf } from '@complaint-ledger/policy';
import { continuing } from '@complaint-ledger/telemetry';
import type { ProjectionStore, StoredDocument } from '@complaint-ledger/projection-store';
import type { CaseRepository } from '../cases/case-repository.ts';
import type { CaseState } from '../cases/case-state.ts';
import { Decision } from '../cases/decision.ts';
import { unitOf } from '../cases/dimensions.ts';
import { CustomerFilings, type Filing, toldIn } from './filing.ts';

export const REPEATS = 'repeats@1';

/** Events by which a case comes to be a repeat of another. */
export const repeatTypes: readonly CaseEventType[] = ['CaseOpened', 'CaseReclassified'];

type Told = Extract<CaseEvent, { type: 'CaseOpened' | 'CaseReclassified' }>;

const isTold = (event: RecordedEvent): boolean =>
  event.stream.startsWith('case-') && (repeatTypes as readonly string[]).includes(event.type);

const caseOf = (event: Told): string => parseStreamName(event.stream).id;

/**
 * FILE-3: follows the log and links a case to the newest earlier one of the same customer and matter. Once linked stays linked: what
 * becomes known later, be it an earlier case or another class, links what was not linked yet and moves no link. At least once: the
 * case itself says whether it is linked. Call-backs to make are no matters of their own and never count.
 */
export class RepeatLinker {
  readonly #store: ProjectionStore;
  readonly #cases: CaseRepository;
  readonly #policies: PolicyBook;

  constructor(store: ProjectionStore, cases: CaseRepository, policies: PolicyBook) {
    this.#store = store;
    this.#cases = cases;
    this.#policies = policies;
  }

  open(): Promise<void> {
    return this.#store.ensure(REPEATS, ['customer', 'filedAt']);
  }

  loadCheckpoint(): Promise<number> {
    return this.#store.checkpoint(REPEATS);
  }

  saveCheckpoint(position: number): Promise<void> {
    return this.#store.saveCheckpoint(REPEATS, position);
  }

  /** Every filing of the page is in the index before the first is looked for, so that of two processes one at least finds both. */
  async handle(page: readonly RecordedEvent[]): Promise<void> {
    const told = page.filter(isTold) as unknown as readonly Told[];
    const customers = await this.#index(told);
    const byCustomer = new Map<string, Told[]>();
    for (const event of told) {
      const customer = customers.get(caseOf(event));
      if (customer !== undefined) byCustomer.set(customer, [...(byCustomer.get(customer) ?? []), event]);
    }
    await Promise.all([...byCustomer].map(([customer, events]) => this.#linkAll(customer, events)));
  }

  /** Takes the page into the index; answers whose the cases are that can be repeats, by case. */
  async #index(told: readonly Told[]): Promise<ReadonlyMap<string, string>> {
    const ids = [...new Set(told.map(caseOf))];
    const stored = new Map((await this.#store.get<Filing>(REPEATS, ids)).map((each) => [each.id, each]));
    const filings = new Map([...stored].map(([id, { body }]) => [id, body]));
    const changed = new Map<string, number>();
    for (const event of told) {
      const id = caseOf(event);
      if (event.position <= (stored.get(id)?.applied ?? 0)) continue;
      const filing = event.type === 'CaseOpened' ? this.#opened(id, event) : withMatter(filings.get(id), event);
      if (filing === undefined) continue;
      filings.set(id, filing);
      changed.set(id, event.position);
    }
    if (changed.size > 0)
      await this.#store.write(
        REPEATS,
        [...changed].flatMap(([id, applied]) => writeOf(filings.get(id), applied, stored.get(id))),
      );
    return new Map([...filings].map(([id, { customer }]) => [id, customer]));
  }

  #opened(caseId: string, { data, position }: Extract<Told, { type: 'CaseOpened' }>): Filing | undefined {
    const { dims, customer } = data;
    if (dims.task === true || this.#policies.policy(dims.policy).pack.repeats === undefined) return undefined;
    return {
      caseId,
      customer,
      policy: dims.policy,
      filedAt: dims.filedAt,
      opened: position,
      matters: [{ since: position, told: toldIn(dims) }],
    };
  }

  async #linkAll(customer: string, events: readonly Told[]): Promise<void> {
    const found = await this.#store.query<Filing>(REPEATS, { where: [{ field: 'customer', equals: customer }] });
    if (found.length < 2) return;
    const filings = new Map(found.map(({ id, body }) => [id, body]));
    const known = new CustomerFilings([...filings.values()], (id) => this.#policies.policy(id));
    const page = new Set(events.map(caseOf));
    for (const event of events) {
      const filing = filings.get(caseOf(event));
      if (filing === undefined) continue;
      const { position } = event;
      // What comes later in this page has its own turn; what is in the index from elsewhere had it without this case.
      const next = known.nextAfter(filing, position, ({ opened, caseId }) => opened <= position || !page.has(caseId));
      await continuing(event, () => this.#link(filing, known, position));
      if (next !== undefined) await continuing(event, () => this.#link(next, known, Math.max(position, next.opened)));
    }
  }

  async #link(filing: Filing, known: CustomerFilings, position: number): Promise<void> {
    const policy = this.#policies.policy(filing.policy);
    const of = known.repeatedBy(filing, position)?.caseId;
    if (of === undefined) return;
    await this.#cases.execute(filing.caseId, async (state) => {
      if (state === undefined || state.repeat !== undefined) return undefined;
      const before = (await this.#cases.load(of))?.repeat?.number ?? 1;
      const decision = new Decision(state, policy, {
        seed: `repeat ${filing.caseId}`,
        fact: state.fact,
        actor: { kind: 'system', id: 'repeat-linker' },
        source: 'ledger',
      });
      decision.emit('RepeatLinked', state.filed.at, { of, number: before + 1 }, { department: filedAt(state, policy) });
      return { events: decision.events, state: decision.state };
    });
  }
}

/** The unit that had the case as it was filed: whatever became of it since, the link says the same. */
const filedAt = ({ holdings, filed }: CaseState, policy: Policy): string => {
  const [first] = holdings;
  return (first?.since === filed.ms ? unitOf(first.holder, policy) : undefined) ?? UNASSIGNED;
};

const withMatter = (filing: Filing | undefined, { data, position }: Told): Filing | undefined =>
  filing && { ...filing, matters: [...filing.matters, { since: position, told: toldIn(data.dims) }] };

const writeOf = (filing: Filing | undefined, applied: number, stored: StoredDocument<Filing> | undefined) =>
  filing === undefined
    ? []
    : [
        {
          id: filing.caseId,
          body: { ...filing, matters: filing.matters.map(({ since, told }) => ({ since, told: { ...told } })) },
          fields: { customer: filing.customer, filedAt: epochOf(filing.filedAt) },
          applied,
          replaces: stored?.applied ?? 0,
        },
      ];
