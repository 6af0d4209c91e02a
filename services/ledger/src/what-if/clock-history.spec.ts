import { expect, it } from '@jest/globals';
import { ClockHistory } from './clock-history.ts';

const ms = (time: string): number => Date.parse(time);

it('knows how far a source had come at every position, and that no clock goes back', () => {
  const history = new ClockHistory();
  history.advance('crm://a', 10, '2026-03-01T00:00:00Z');
  history.advance('crm://a', 20, '2026-03-03T00:00:00Z');
  history.advance('crm://a', 30, '2026-03-02T00:00:00Z');
  expect([9, 10, 19, 20, 30, 99].map((position) => history.at('crm://a', position))).toEqual([
    undefined,
    ms('2026-03-01T00:00:00Z'),
    ms('2026-03-01T00:00:00Z'),
    ms('2026-03-03T00:00:00Z'),
    ms('2026-03-03T00:00:00Z'),
    ms('2026-03-03T00:00:00Z'),
  ]);
  expect(history.at('crm://b', 99)).toBeUndefined();
});
