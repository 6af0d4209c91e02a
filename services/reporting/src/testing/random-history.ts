import fc from 'fast-check';
import { epochOf, formatInZone } from '@complaint-ledger/policy';
import { Story, type StoryCase } from './story.ts';

const departments = ['sales', 'after-sales', 'quality/二部', 'finance'];
const levels = ['dissatisfied', 'very-dissatisfied', 'major', '__proto__'];
const categories = ['service-quality', 'business', undefined];
const START = epochOf('2025-12-20T00:00:00+08:00');
const MINUTE = 60_000;

const acts = [
  'assign',
  'transfer',
  'level',
  'reclassify',
  'contact',
  'start',
  'meet',
  'miss',
  'miss-and-make-good',
  'reverse',
  'waive',
  'resolve',
  'follow-up',
  'reopen',
  'escalate',
  'compensate',
  'extend',
  'refuse',
  'break-rule',
  'find-kept',
  'share-damage',
  'deny',
  'call-back',
  'close',
] as const;

const step = fc.record({
  act: fc.constantFrom(...acts),
  minutes: fc.integer({ min: 1, max: 20_000 }),
  department: fc.constantFrom(...departments),
  number: fc.integer({ min: 0, max: 5 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const script = fc.record({
  minutes: fc.integer({ min: 0, max: 40_000 }),
  level: fc.constantFrom(...levels),
  category: fc.constantFrom(...categories),
  task: fc.boolean(),
  steps: fc.array(step, { maxLength: 14 }),
});

/** Histories of some cases, told turn by turn, so that their events interleave in the log. */
export const randomHistory = (maxCases = 8): fc.Arbitrary<Story> =>
  fc.array(script, { minLength: 1, maxLength: maxCases }).map((scripts) => {
    const story = new Story('crm://random');
    const told = scripts.map(({ minutes, level, category, task, steps }, index) => {
      const now = START + minutes * MINUTE;
      const dims = { level, channel: 'phone', ...(category !== undefined && { category }), ...(task && { task }) };
      return { steps, play: new Play(story.open(`R${index}`, shanghaiAt(now), dims), now) };
    });
    const turns = Math.max(...told.map(({ steps }) => steps.length));
    for (let turn = 0; turn < turns; turn += 1) {
      for (const { steps, play } of told) {
        const next = steps[turn];
        if (next !== undefined) play.act(next);
      }
    }
    return story;
  });

const shanghaiAt = (ms: number): string => formatInZone(ms, 'Asia/Shanghai');

const EXPLAINED = {
  policy: 'standard',
  policyVersion: 1,
  startedBy: 'promised',
  startedAt: '2026-01-01T00:00:00+08:00',
  length: '30min',
  clock: 'elapsed',
} as const;

const agents = ['handler-1', 'handler-2', '__proto__'];

interface Answer {
  readonly occurredAt: string;
  readonly department: string;
  readonly satisfied: boolean;
  readonly rating: number;
}

interface Fine {
  readonly id: string;
  readonly amountFen: number;
  readonly name: string;
  readonly dueAt: string;
  readonly department: string;
}

/** What a case can do next, given what it did: acts that make no sense now are left out. */
class Play {
  readonly #case: StoryCase;
  readonly #running = new Map<string, { readonly dueAt: number; fine?: Fine }>();
  #now: number;
  #state: 'open' | 'resolved' | 'closed' = 'open';
  #started = 0;
  #answer: Answer | undefined;
  #fine: Fine | undefined;
  #broken: { readonly id: string; readonly at: string; readonly by: string; readonly department: string } | undefined;

  constructor(told: StoryCase, now: number) {
    this.#case = told;
    this.#now = now;
  }

  act({ act, minutes, department, number }: Step): void {
    this.#now += minutes * MINUTE;
    const told = this.#case;
    const at = shanghaiAt(this.#now);
    const [name, running] = [...this.#running].find(([, { fine }]) => fine === undefined) ?? [];
    const [missedName, missed] = [...this.#running].find(([, { fine }]) => fine !== undefined) ?? [];
    switch (act) {
      case 'assign':
        return told.assign(department, at, number === 0);
      case 'transfer':
        return void told.transfer(department, at);
      case 'level':
        return void told.change('LevelChanged', at, { level: levels[number % levels.length] ?? 'major' }, {});
      case 'reclassify':
        return void told.change('CaseReclassified', at, { product: `product-${number}` }, {});
      case 'contact':
        return told.contact(at, number > 1);
      case 'start': {
        if (this.#state === 'closed') return;
        const next = `response-${this.#started++}`;
        const dueAt = this.#now + (number + 1) * 60 * MINUTE;
        this.#running.set(next, { dueAt });
        return told.start(next, at, shanghaiAt(dueAt), number % 2 === 0);
      }
      case 'meet':
        if (name === undefined) return;
        this.#running.delete(name);
        return told.meet(name, at);
      case 'miss': {
        if (name === undefined || running === undefined) return;
        const amountFen = number * 1000;
        const dueAt = shanghaiAt(running.dueAt);
        const id = told.miss(name, amountFen);
        running.fine = { id, amountFen, name, dueAt, department: told.dims.department };
        this.#fine = running.fine;
        return;
      }
      case 'miss-and-make-good':
        if (name === undefined || running === undefined) return;
        this.#running.delete(name);
        return void told.miss(name, 2000, shanghaiAt(running.dueAt + number * MINUTE));
      case 'reverse':
        if (missedName === undefined || missed?.fine === undefined) return;
        this.#running.delete(missedName);
        return told.reverse(missedName, shanghaiAt(missed.dueAt - MINUTE), at, missed.fine);
      case 'waive': {
        if (this.#fine === undefined || this.#fine.amountFen === 0) return;
        const { id: penalty, amountFen, name, dueAt, department: fined } = this.#fine;
        this.#fine = undefined;
        const dims = { ...told.dims, department: fined };
        return void told.add('PenaltyWaived', at, { penalty, amountFen, name, deadline: `${name}#1`, dueAt }, dims);
      }
      case 'resolve':
        if (this.#state === 'closed') return;
        this.#state = 'resolved';
        return void told.resolve(at, number > 2 ? 'justified' : 'not-justified');
      case 'follow-up': {
        const supersedes = this.#answer;
        this.#answer = {
          occurredAt: at,
          department: told.dims.department,
          satisfied: number > 2,
          rating: number,
        };
        const { satisfied, rating } = this.#answer;
        return void told.add('CustomerFollowedUp', at, {
          reached: true,
          satisfied,
          rating,
          ...(supersedes && { supersedes }),
        });
      }
      case 'reopen':
        if (this.#state === 'open') return;
        this.#state = 'open';
        this.#running.clear();
        return told.reopen(at);
      case 'escalate':
        return void told.add('CaseEscalated', at, { to: 'general-manager' });
      case 'compensate':
        return void told.add('CompensationGranted', at, { compensation: 'gift', amountFen: number * 100 });
      case 'extend':
        return void told.add('ExtensionRefused', at, { deadline: 'response-0#1', name: 'response-0' });
      case 'refuse':
        return void told.add('TransferRefused', at, {
          rule: number > 2 ? 'XFER-1' : 'XFER-3',
          from: { department: told.dims.department },
          to: { department },
          unit: told.dims.department,
        });
      case 'break-rule': {
        const by = agents[number % agents.length] ?? '';
        const { id } = told.add('RuleViolated', at, { rules: ['RES-3', 'ESC-1'], event: 'e', about: 'steps', by });
        this.#broken = { id, at, by, department: told.dims.department };
        return;
      }
      case 'find-kept': {
        if (this.#broken === undefined) return;
        const { id: violation, at: violatedAt, by, department: blamed } = this.#broken;
        this.#broken = undefined;
        const found = { rules: ['RES-3', 'ESC-1'], violation, violatedAt, about: 'steps', by };
        return void told.add('RuleViolationReversed', at, found, { ...told.dims, department: blamed });
      }
      case 'share-damage':
        return void told.add('DamagePenaltyAssessed', at, {
          penalty: `damage-${at}`,
          person: 'handler-1',
          share: 'responsible',
          basisPoints: 500,
          of: 'wage',
          lossFen: number * 1000,
          amountFen: number * 50,
          rule: 'PEN-2',
        });
      case 'deny':
        return void told.add('CommandRefused', at, { command: 'close', rule: 'XFER-5', reason: '', by: 'handler-2' });
      case 'call-back': {
        const owed = { name: 'promised', deadline: `promised#1.${at}`, dueAt: at, response: false, callBack: true };
        const callBackPerson = agents[number % agents.length] ?? '';
        told.add('DeadlineStarted', at, { ...owed, callBackPerson, explanation: EXPLAINED });
        if (number > 2) return void told.add('DeadlineMet', at, { ...owed, callBackPerson, metAt: at });
        return void told.add('DeadlineMissed', at, { ...owed, callBackPerson, metAt: at, holder: {} });
      }
      case 'close':
        if (this.#state === 'closed') return;
        this.#state = 'closed';
        this.#running.clear();
        return told.close(at);
      default:
        return act satisfies never;
    }
  }
}
