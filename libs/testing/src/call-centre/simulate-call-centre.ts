import { LedgerError } from '@complaint-ledger/contracts';
import { type Calendar, formatInZone, instantOfLocal, openCalendarBook } from '@complaint-ledger/policy';
import { tellCall } from './call-story.ts';
import { type World, tellComplaint } from './complaint-story.ts';
import type { InboundCloudEvent, Send, Sent } from './message.ts';
import { type Customer, customerOf } from './people.ts';
import { randomOf } from './random.ts';
import { busyness, timeOfDay } from './working-year.ts';

export const CALL_CENTRE = 'sim://call-centre';

const DAY_MS = 86_400_000;
const CALLS_PER_CASE = 1.4;
const NUISANCE_CALLERS = 9;
/** Customers whom a repeat may come from. */
const REMEMBERED = 400;

interface Period {
  readonly seed: number;
  /** First day, `2026-01-01`, in the company's zone. */
  readonly from: string;
  /** The day after the last. What would happen later has not happened yet: those cases are open. */
  readonly to: string;
  /** Policy pack that the messages name; default: they name none. */
  readonly policy?: string;
  /** Default Asia/Shanghai. */
  readonly zone?: string;
  /** Which days are open; default mainland China. */
  readonly calendar?: Calendar;
}

/** A year's work by its complaints, or by its calls on an average day. */
export type CallCentre = Period & ({ readonly cases: number } | { readonly callsPerDay: number });

/** Days since 1970-01-01. */
const dayOf = (date: string, path: string): number => {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date)) return ms / DAY_MS;
  throw new LedgerError('invalid-input', `“${date}” is not a date`, { path, hint: 'write it like 2026-01-01' });
};

/** Shares `total` out in proportion to the weights, exactly. */
const shares = (total: number, weights: readonly number[]): readonly number[] => {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  let [passed, given] = [0, 0];
  return weights.map((weight) => {
    passed += weight;
    const due = Math.round((total * passed) / sum) - given;
    given += due;
    return due;
  });
};

/**
 * The messages of an invented company's call centre over some days, in the order in which they are sent: nearly the order in
 * which things happened, for a few are reported hours late. Deterministic for its options. Its clock advances at every midnight.
 * LedgerError `invalid-input` for a wrong date, `calendar` for a year without calendar data.
 */
export function* simulateCallCentre(options: CallCentre): Generator<InboundCloudEvent, void, undefined> {
  const { seed, policy, zone = 'Asia/Shanghai', calendar = openCalendarBook().calendar('CN') } = options;
  const [from, to] = [dayOf(options.from, 'from'), dayOf(options.to, 'to')];
  const days = Math.max(0, to - from);
  const cases = 'cases' in options ? options.cases : Math.round((options.callsPerDay * days) / 2);
  const random = randomOf(seed);
  const weights = busyness(from, to, calendar, random);
  const casesOn = shares(cases, weights);
  const callsOn = shares(Math.round(cases * CALLS_PER_CASE), weights);

  const nuisances = Array.from({ length: NUISANCE_CALLERS }, () => customerOf(random));
  const remembered: Customer[] = [];
  const customer = (repeats: number): Customer => {
    if (remembered.length > 0 && random.chance(repeats)) return random.pick(remembered);
    const fresh = customerOf(random);
    if (remembered.length < REMEMBERED) remembered.push(fresh);
    else remembered[random.below(REMEMBERED)] = fresh;
    return fresh;
  };

  const timestamp = (local: number): string =>
    formatInZone(instantOfLocal(Math.floor(local / 1_000) * 1_000, zone), zone);
  const waiting: Sent[][] = Array.from({ length: days }, () => []);
  const sending =
    (subject: string): Send =>
    (type, step, at, data, lateBy = 0) => {
      const sentAt = at + lateBy;
      waiting[Math.floor(sentAt / DAY_MS) - from]?.push({
        sentAt,
        happenedAt: at,
        id: `${subject}-${step}`,
        type,
        subject,
        data,
      });
    };

  const written = ({ id, type, subject, happenedAt, data }: Sent): InboundCloudEvent =>
    ({
      specversion: '1.0',
      id,
      source: CALL_CENTRE,
      type,
      time: timestamp(happenedAt),
      subject,
      datacontenttype: 'application/json',
      data,
    }) as InboundCloudEvent;
  const advanced = (day: number): InboundCloudEvent => {
    const at = day * DAY_MS;
    const data = { to: timestamp(at) };
    const id = `S${seed}-clock-${data.to}`;
    return written({ sentAt: at, happenedAt: at, id, type: 'source.advanced', subject: 'clock', data });
  };

  yield advanced(from);
  for (let i = 0; i < days; i++) {
    const midnight = (from + i) * DAY_MS;
    const date = new Date(midnight).toISOString().slice(2, 10).replaceAll('-', '');
    const moment = (): number => midnight + Math.max(timeOfDay(random), 3_600) * 1_000;
    for (let n = 1; n <= (casesOn[i] ?? 0); n++) {
      const id = `S${seed}-${date}-${String(n).padStart(4, '0')}`;
      const world: World = { random, timestamp, send: sending(id) };
      tellComplaint(world, { id, filedAt: moment(), customer: customer(0.07), policy });
    }
    for (let n = 1; n <= (callsOn[i] ?? 0); n++) {
      const id = `K${seed}-${date}-${String(n).padStart(4, '0')}`;
      const world: World = { random, timestamp, send: sending(id) };
      tellCall(
        world,
        { id, at: moment(), policy },
        {
          ordinary: () => customer(0.04),
          nuisance: () => random.pick(nuisances),
        },
      );
    }
    const today = waiting[i] ?? [];
    waiting[i] = [];
    today.sort((a, b) => a.sentAt - b.sentAt);
    for (const sent of today) yield written(sent);
    yield advanced(from + i + 1);
  }
}
