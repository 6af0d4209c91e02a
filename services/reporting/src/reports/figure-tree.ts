import { type FigureValue, type ScopeTallies, evaluate, labelsOf } from './evaluate.ts';
import type { Measure } from './measure.ts';
import type { FigureTree } from './report.ts';

/** Measures that share their labels: `deadlines.*.met` and `deadlines.*.missed`. */
const familiesOf = (measures: readonly Measure[]): readonly (readonly Measure[])[] => {
  const byPrefix = new Map<string, Measure[]>();
  for (const measure of measures) {
    const star = measure.id.indexOf('*');
    if (star < 0) continue;
    const prefix = measure.id.slice(0, star);
    const family = byPrefix.get(prefix);
    if (family === undefined) byPrefix.set(prefix, [measure]);
    else family.push(measure);
  }
  return [...byPrefix.values()];
};

interface Prepared {
  readonly plain: readonly { readonly measure: Measure; readonly path: readonly string[] }[];
  readonly families: readonly (readonly Measure[])[];
}

const prepared = new WeakMap<readonly Measure[], Prepared>();

const prepare = (measures: readonly Measure[]): Prepared => {
  let known = prepared.get(measures);
  if (known === undefined) {
    known = {
      plain: measures
        .filter(({ id }) => !id.includes('*'))
        .map((measure) => ({ measure, path: measure.id.split('.') })),
      families: familiesOf(measures),
    };
    prepared.set(measures, known);
  }
  return known;
};

/** The figures of one scope, nested as the ids of the measures say. */
export const figureTree = (measures: readonly Measure[], tallies: ScopeTallies): FigureTree => {
  const tree = branchOf();
  const { plain, families } = prepare(measures);
  for (const { measure, path } of plain) place(tree, path, evaluate(measure.formula, tallies));
  for (const family of families) {
    for (const label of labelsOf(family, tallies)) {
      for (const measure of family) {
        const path = measure.id.split('.').map((part) => (part === '*' ? label : part));
        place(tree, path, evaluate(measure.formula, tallies, label));
      }
    }
  }
  return tree;
};

interface Branch {
  [name: string]: FigureValue | Branch;
}

/** Without a prototype: labels come from outside. */
const branchOf = (): Branch => Object.create(null) as Branch;

const place = (tree: Branch, path: readonly string[], value: FigureValue): void => {
  let branch = tree;
  for (const part of path.slice(0, -1)) {
    const next = branch[part];
    if (typeof next === 'object' && next !== null) branch = next;
    else branch = branch[part] = branchOf();
  }
  branch[path.at(-1) ?? ''] = value;
};
