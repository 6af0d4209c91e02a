import { LedgerError, said } from '@complaint-ledger/contracts';
import { DAY_MS } from './civil.ts';

/** Days kept in a flat table: 1970-01-01 to 2099-12-31. Others ask Intl each time. */
const TABLE_DAYS = 47_482;
const UNKNOWN = 0x7fff_ffff;
const CHANGES = 0x7fff_fffe;
const ZONES_KEPT = 64;

interface Change {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** One zone's offsets. A day of UTC is asked of Intl once; a day on which the clocks change keeps the instant of it. */
class Zone {
  readonly #format: Intl.DateTimeFormat;
  readonly #days = new Int32Array(TABLE_DAYS).fill(UNKNOWN);
  readonly #changes = new Map<number, Change>();

  constructor(name: string) {
    this.#format = zoneFormat(name);
  }

  offset(ms: number): number {
    const day = Math.floor(ms / DAY_MS);
    if (day < 0 || day >= TABLE_DAYS) return this.#ask(ms);
    const known = this.#days[day] ?? UNKNOWN;
    return known < CHANGES ? known : known === CHANGES ? this.#onChangingDay(day, ms) : this.#learn(day, ms);
  }

  #learn(day: number, ms: number): number {
    const first = day * DAY_MS;
    const before = this.#ask(first);
    const after = this.#ask(first + DAY_MS - 1);
    if (before === after) return (this.#days[day] = before);
    let [low, high] = [first, first + DAY_MS - 1];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#ask(middle) === before) low = middle;
      else high = middle;
    }
    this.#changes.set(day, { at: high, before, after });
    this.#days[day] = CHANGES;
    return this.#onChangingDay(day, ms);
  }

  #onChangingDay(day: number, ms: number): number {
    const change = this.#changes.get(day);
    if (!change) return this.#ask(ms);
    return ms < change.at ? change.before : change.after;
  }

  #ask(ms: number): number {
    const part: Record<string, number> = {};
    let beforeChrist = false;
    for (const { type, value } of this.#format.formatToParts(ms)) {
      if (type === 'era') beforeChrist = value.startsWith('B');
      else if (type !== 'literal') part[type] = Number(value);
    }
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    const local = new Date(0);
    local.setUTCFullYear(beforeChrist ? 1 - year : year, month - 1, day);
    local.setUTCHours(hour, minute, second);
    return local.getTime() - Math.floor(ms / 1000) * 1000;
  }
}

const zoneFormat = (zone: string): Intl.DateTimeFormat => {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (cause) {
    throw new LedgerError('config', said(`There is no time zone '${zone}'.`, `没有时区“${zone}”。`), {
      hint: said('Give an IANA name, such as Asia/Shanghai.', '请给出 IANA 时区名，如 Asia/Shanghai。'),
      zone,
      cause,
    });
  }
};

const zones = new Map<string, Zone>();
let lastName = '';
let last: Zone | undefined;

const zoneOf = (name: string): Zone => {
  if (last && name === lastName) return last;
  let zone = zones.get(name);
  if (!zone) {
    zone = new Zone(name);
    if (zones.size >= ZONES_KEPT) zones.clear();
    zones.set(name, zone);
  }
  lastName = name;
  last = zone;
  return zone;
};

/** Milliseconds that local time of the zone is ahead of UTC at that instant. LedgerError `config` for an unknown zone. */
export const offsetAt = (ms: number, zone: string): number => zoneOf(zone).offset(ms);

export const isZone = (zone: string): boolean => {
  try {
    zoneOf(zone);
    return true;
  } catch {
    return false;
  }
};

/**
 * The instant at which the zone's clocks show `localMs` (a wall time written as if it were UTC). A time shown twice is the
 * earlier of both; a time that the clocks skip is the instant as far after the skip as the time is after its beginning.
 */
export const instantOfLocal = (localMs: number, zone: string): number => {
  const table = zoneOf(zone);
  const earlierOffset = table.offset(localMs - DAY_MS);
  const candidate = localMs - earlierOffset;
  if (table.offset(candidate) === earlierOffset) return candidate;
  const laterOffset = table.offset(localMs + DAY_MS);
  const other = localMs - laterOffset;
  return table.offset(other) === laterOffset ? other : candidate;
};
