import { inboundSchemas, rulebook, said } from '@complaint-ledger/contracts';
import { oneOf } from '../yaml/nearest.ts';
import type { Path } from '../yaml/read-yaml.ts';
import type { Checking } from './checking.ts';

/** Default level, the tree of categories, heads, values of fields, and what refers to kinds. */
export const checkWords = (checking: Checking): void => {
  const { pack } = checking;
  checking.expect('level', 'levels', pack.defaultLevel, ['defaultLevel']);
  checkCategories(checking);
  checking.expectAll('kind', 'kinds', pack.handledCallKinds, ['handledCallKinds']);
  for (const id of Object.keys(pack.fields ?? {})) checking.expectId('field', id, ['fields', id]);
  checkRecords(checking);
  checkRules(checking);
};

/** Rules that the pack names are rules of the rulebook. */
const checkRules = (checking: Checking): void => {
  const { deadlines, escalations, steps, outcomes } = checking.pack;
  for (const [section, entries] of Object.entries({ deadlines, escalations, steps, outcomes }))
    for (const [id, { rule }] of Object.entries<{ readonly rule?: string }>(entries ?? {}))
      if (rule !== undefined && !Object.hasOwn(rulebook, rule))
        checking.report(
          [section, id, 'rule'],
          said(`There is no rule '${rule}' in the rulebook.`, `规则手册里没有规则“${rule}”。`),
          oneOf(rule, Object.keys(rulebook)),
        );
};

const checkCategories = (checking: Checking): void => {
  const { categories = {} } = checking.pack;
  for (const [id, { under }] of Object.entries(categories)) {
    const path: Path = ['categories', id, 'under'];
    if (under === undefined) continue;
    checking.expect('category', 'categories', under, path);
    const above = new Set<string>();
    for (let at: string | undefined = under; at !== undefined && !above.has(at);) {
      above.add(at);
      at = Object.hasOwn(categories, at) ? categories[at]?.under : undefined;
    }
    if (above.has(id) && id === [...above].toSorted()[0])
      checking.report(
        path,
        said(
          `These categories are under each other in a circle: ${[id, ...above].join(' → ')}.`,
          `这些类别循环从属：${[id, ...above].join(' → ')}。`,
        ),
        said('Let one of them be at the top.', '请让其中一个处在最上层。'),
      );
  }
};

const keysOf = (schema: { readonly properties: object }): readonly string[] => Object.keys(schema.properties);

/** What a record can hold: of the person, any way to reach them, of the complaint, of the call, of a fault (CALL-2, CALL-11, FILE-2). */
const items: readonly string[] = [
  ...new Set([
    ...keysOf(inboundSchemas.Person),
    ...keysOf(inboundSchemas.Person).flatMap((name) => [`complainant.${name}`, `caller.${name}`]),
    'contact',
    ...keysOf(inboundSchemas.ComplaintFiledData),
    ...keysOf(inboundSchemas.CallReceivedData),
    ...keysOf(inboundSchemas.FaultReport).map((part) => `fault.${part}`),
    // Any way to reach the person.
    'contact',
  ]),
];

const checkRecords = (checking: Checking): void => {
  const { records = {}, fields = {} } = checking.pack;
  const known = [...Object.keys(fields), ...items];
  for (const [kind, wanted] of Object.entries(records)) {
    const path: Path = ['records', kind];
    if (kind !== 'every' && kind !== 'call' && !checking.isInherited(path))
      checking.expect('kind', 'kinds', kind, path);
    for (const [index, item] of wanted.entries()) checking.expectOneOf('item or field', item, known, [...path, index]);
  }
};
