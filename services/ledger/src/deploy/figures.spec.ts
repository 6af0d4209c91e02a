import { beforeAll, describe, expect, it } from '@jest/globals';
import { Type } from 'typebox';
import { Parse } from 'typebox/value';
import { openMetrics } from '../server/metrics.ts';
import { textOf, yamlOf } from './deploy-files.ts';

const Rules = Type.Object({
  groups: Type.Array(
    Type.Object({
      rules: Type.Array(
        Type.Object({
          alert: Type.String(),
          expr: Type.String(),
          labels: Type.Object({ severity: Type.Union([Type.Literal('warning'), Type.Literal('critical')]) }),
          annotations: Type.Object({ summary: Type.String(), description: Type.String() }),
        }),
      ),
    }),
  ),
});
const Dashboard = Type.Object({
  panels: Type.Array(
    Type.Object({
      id: Type.Integer(),
      title: Type.String(),
      targets: Type.Array(Type.Object({ expr: Type.String() })),
    }),
  ),
});

/** What HAProxy and Prometheus themselves tell and the files use. */
const OF_OTHERS = new Set(['up', 'haproxy_backend_active_servers', 'haproxy_backend_http_responses_total']);
const NAME = /\b(?:up|(?:ledger|nodejs|process|haproxy)_\w+)\b/g;

const rules = Parse(Rules, yamlOf('prometheus/ledger-alerts.yml')).groups.flatMap((group) => group.rules);
const { panels } = Parse(Dashboard, JSON.parse(textOf('grafana/ledger-dashboard.json')));

let told: ReadonlySet<string>;
beforeAll(async () => {
  const metrics = openMetrics({
    head: async () => 1,
    lags: async () => [{ labels: { consumer: 'reporting' }, value: 0 }],
    quarantined: async () => [{ labels: { state: 'parked' }, value: 0 }],
    calendarEnds: () => [{ labels: { calendar: 'CN' }, value: 0 }],
    parts: () => [{ labels: { part: 'log' }, value: 1 }],
    shared: {
      partitionLags: () => [{ labels: { consumer: 'reporting', partition: '0' }, value: 0 }],
      inboundLags: () => [{ labels: { partition: '0' }, value: 0 }],
      ages: () => [{ labels: { consumer: 'relay' }, value: 0 }],
      parked: () => [{ labels: { consumer: 'reporting' }, value: 0 }],
      leads: () => [{ labels: {}, value: 1 }],
    },
  });
  metrics.observe({ method: 'GET', route: '/', status: 200, seconds: 0.01 });
  const text = await metrics.text();
  told = new Set(text.split('\n').flatMap((line) => /^[a-z]\w*/.exec(line)?.[0] ?? []));
});

const unknownIn = (expression: string): readonly string[] => {
  const names = expression.match(NAME) ?? [];
  expect(names).not.toEqual([]);
  return names.filter((name) => !told.has(name) && !OF_OTHERS.has(name));
};

describe('figures of the deployment', () => {
  it.each(rules.map(({ alert, expr }) => [alert, expr] as const))('%s asks for figures that there are', (_, expr) => {
    expect(unknownIn(expr)).toEqual([]);
  });

  it.each(panels.map(({ title, targets }) => [title, targets] as const))(
    'the panel "%s" asks for figures that there are',
    (_, targets) => {
      expect(targets.flatMap(({ expr }) => unknownIn(expr))).toEqual([]);
    },
  );

  it('know a name that there is not', () => {
    expect(unknownIn('ledger_consumer_lag_event > 1')).toEqual(['ledger_consumer_lag_event']);
  });

  it('warn of what the operator must know', () => {
    expect(rules.map(({ alert }) => alert)).toEqual(
      expect.arrayContaining([
        'LedgerConsumerBehind',
        'LedgerConsumerStalled',
        'LedgerQuarantineGrows',
        'LedgerCalendarYearEnds',
      ]),
    );
  });

  it('are the same alerts for Kubernetes', () => {
    const { spec } = Parse(Type.Object({ spec: Rules }), yamlOf('kubernetes/monitoring/alerts.yaml'));
    expect(spec).toEqual(yamlOf('prometheus/ledger-alerts.yml'));
  });

  it('have panels of their own numbers', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });
});
