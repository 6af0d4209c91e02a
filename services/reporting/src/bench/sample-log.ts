import type { RecordedEvent } from '@complaint-ledger/contracts';
import { epochOf, formatInZone } from '@complaint-ledger/policy';
import { Story } from '../testing/story.ts';

const MINUTE = 60_000;

/** A log of so many cases filed over a year in so many departments; the same one for the same seed. About 11 events a case. */
export const sampleLog = (cases: number, departments: number, seed = 1): readonly RecordedEvent[] => {
  const random = mulberry32(seed);
  const pick = (count: number): number => Math.floor(random() * count);
  const story = new Story('crm://sample');
  const start = epochOf('2026-01-01T00:00:00+08:00');
  const step = (365 * 24 * 60 * MINUTE) / cases;
  for (let index = 0; index < cases; index += 1) {
    let now = start + Math.floor(index * step);
    const at = (minutes = 0): string => formatInZone((now += minutes * MINUTE), 'Asia/Shanghai');
    const filedAt = at();
    const told = story.open(`S${index}`, filedAt, {
      level: ['dissatisfied', 'very-dissatisfied', 'major'][pick(3)] ?? 'major',
      category: ['service-quality', 'business', 'product-quality'][pick(3)] ?? 'business',
      channel: 'phone',
      product: `product-${pick(12)}`,
      branch: `branch-${pick(20)}`,
    });
    told.start('first-response', filedAt, formatInZone(now + 30 * MINUTE, 'Asia/Shanghai'));
    told.start('second-response', filedAt, formatInZone(now + 1440 * MINUTE, 'Asia/Shanghai'));
    told.assign(`department-${pick(departments)}`, at(5));
    if (pick(10) === 0) told.transfer(`department-${pick(departments)}`, at(3));
    told.contact(at(15));
    if (pick(5) === 0) told.miss('first-response', 2000, at(30));
    else told.meet('first-response', at(1));
    told.contact(at(600 + pick(600)));
    told.meet('second-response', at());
    told.resolve(at(60 + pick(5000)));
    told.add('CustomerFollowedUp', at(1440), { reached: true, satisfied: pick(10) > 0, rating: 1 + pick(5) });
    if (pick(20) > 0) told.close(at());
  }
  return story.events as readonly unknown[] as readonly RecordedEvent[];
};

const mulberry32 = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};
