import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Type } from 'typebox';
import { Parse } from 'typebox/value';
import { checked, deployFolder, passes } from './checker.ts';
import { textOf } from './deploy-files.ts';

const Dashboard = Type.Object({
  panels: Type.Array(Type.Object({ targets: Type.Array(Type.Object({ expr: Type.String() })) })),
});

describe('figures of the deployment, as Prometheus reads them', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'complaint-ledger-figures-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const written = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  /** Expressions of a dashboard as rules, which Prometheus checks. */
  const asRules = (expressions: readonly string[]): string =>
    JSON.stringify({
      groups: [{ name: 'panels', rules: expressions.map((expr, i) => ({ record: `panel:${i}`, expr })) }],
    });

  it('are looked for as its configuration allows, with rules that it reads', () => {
    const rules = join(deployFolder, 'prometheus', 'ledger-alerts.yml');
    const placed = textOf('prometheus/prometheus.yml').replace('/etc/prometheus/ledger-alerts.yml', rules);
    expect(passes('promtool', ['check', 'config', written('prometheus.yml', placed)])).toContain(rules);
  });

  it('alert of what they should, and of nothing else', () => {
    expect(passes('promtool', ['test', 'rules', 'prometheus/ledger-alerts.test.yml'])).toContain('SUCCESS');
  });

  it('each have an alert that is tried', () => {
    const alerts = textOf('prometheus/ledger-alerts.yml').match(/(?<=alert: )\w+/g) ?? [];
    const tried = textOf('prometheus/ledger-alerts.test.yml');
    expect(alerts.filter((alert) => !tried.includes(`alertname: ${alert}\n        eval_time`))).toEqual([]);
  });

  it('are drawn by expressions that it reads', () => {
    const { panels } = Parse(Dashboard, JSON.parse(textOf('grafana/ledger-dashboard.json')));
    const expressions = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    passes('promtool', ['check', 'rules', written('panels.yml', asRules(expressions))]);
  });

  it('would not be by one that it does not', () => {
    const file = written('wrong.yml', asRules(['sum by (service (up)']));
    expect(checked('promtool', ['check', 'rules', file])).toMatchObject({ status: 1 });
  });
});
