import { describe, expect, it } from '@jest/globals';
import { type MeteredParts, openMetrics } from './metrics.ts';

const parts = (more: Partial<MeteredParts> = {}): MeteredParts => ({
  head: async () => 7,
  lags: () => [{ labels: { consumer: 'relay' }, value: 3 }],
  quarantined: () => [],
  calendarEnds: () => [],
  parts: () => [{ labels: { part: 'log' }, value: 1 }],
  ...more,
});

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line.startsWith('ledger_'));

describe('figures', () => {
  it('are told in the words of Prometheus', async () => {
    expect(linesOf(await openMetrics(parts()).text())).toEqual([
      'ledger_log_head_position 7',
      'ledger_consumer_lag_events{consumer="relay"} 3',
      'ledger_part_ok{part="log"} 1',
    ]);
  });

  it('are absent where an engine is away, and all others are told', async () => {
    const away = (): Promise<never> => Promise.reject(new Error('away'));
    const metrics = openMetrics(
      parts({ head: away, lags: away, parts: () => [{ labels: { part: 'log' }, value: 0 }] }),
    );
    expect(linesOf(await metrics.text())).toEqual(['ledger_part_ok{part="log"} 0']);
  });

  it('are none of what was and is no more', async () => {
    const parked = [[{ labels: { consumer: 'reporting' }, value: 1 }], []];
    const none = (): [] => [];
    const shared = { partitionLags: none, inboundLags: none, ages: none, leads: none };
    const metrics = openMetrics(parts({ shared: { ...shared, parked: () => parked.shift() ?? [] } }));
    expect(linesOf(await metrics.text())).toContain('ledger_parked_buckets{consumer="reporting"} 1');
    expect(linesOf(await metrics.text())).toHaveLength(3);
  });
});
