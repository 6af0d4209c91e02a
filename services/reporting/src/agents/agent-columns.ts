import type { FigureValue } from '../reports/evaluate.ts';
import { leaves } from '../reports/leaves.ts';
import type { Unit } from '../reports/measure.ts';
import { type Language, type Vocabulary, titleOf } from '../reports/titles.ts';
import { agentMeasures } from './agent-measures.ts';
import type { AgentReport } from './agent-report.ts';

export interface AgentColumn {
  /** The figure's place in the report, such as `calls.withinRingsPercent`. */
  readonly path: string;
  readonly title: string;
  readonly unit: Unit;
  /** By agent; absent where the agent has no such figure. */
  readonly values: ReadonlyMap<string, FigureValue>;
}

/** Every figure that some agent has, in the order of the registry and of the labels. */
export const agentColumns = (
  { agents }: AgentReport,
  language: Language,
  vocabulary: Vocabulary,
): readonly AgentColumn[] => {
  const byMeasure = new Map(
    agentMeasures.map((measure) => [measure, new Map<string, AgentColumn & { values: Map<string, FigureValue> }>()]),
  );
  for (const { agent, figures } of agents) {
    for (const leaf of leaves(figures, agentMeasures)) {
      const columns = byMeasure.get(leaf.measure);
      let column = columns?.get(leaf.path);
      if (column === undefined) {
        const { title, label } = titleOf(leaf, language, vocabulary);
        column = {
          path: leaf.path,
          title: label === undefined ? title : `${title} ${label}`,
          unit: leaf.measure.unit,
          values: new Map(),
        };
        columns?.set(leaf.path, column);
      }
      column.values.set(agent, leaf.value);
    }
  }
  return [...byMeasure.values()].flatMap((columns) =>
    [...columns].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, column]) => column),
  );
};
