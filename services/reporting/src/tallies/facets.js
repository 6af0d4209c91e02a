import { UNSPECIFIED, labelled } from './increment.js';
/** The breakdowns of what was filed (REP-2, FILE-5). */
export const facets = {
  'filed.byLevel': 'level',
  'filed.byCategory': 'category',
  'filed.byClass': 'class',
  'filed.byChannel': 'channel',
  'filed.byKind': 'kind',
  'filed.byProduct': 'product',
  'filed.byBranch': 'branch',
};
const list = Object.entries(facets);
/** A category that comes under none is its own class. */
const valueOf = (dims, facet) => (facet === 'class' ? (dims.class ?? dims.category) : dims[facet]);
/** A case counted as filed, with all its breakdowns. */
export const countFiled = (dims, at, amount, into) => {
  const { department } = dims;
  into.push({ measure: 'filed', at, department, amount, standing: false });
  for (const [measure, facet] of list) {
    into.push({
      measure: labelled(measure, valueOf(dims, facet) ?? UNSPECIFIED),
      at,
      department,
      amount,
      standing: false,
    });
  }
};
/** Counts by filing date follow the case's present dimensions: only what differs is taken out and counted anew. */
export const moveFiled = (was, now, wasAt, nowAt, into) => {
  if (was.department !== now.department || wasAt !== nowAt) {
    countFiled(was, wasAt, -1, into);
    countFiled(now, nowAt, 1, into);
    return;
  }
  const { department } = now;
  for (const [measure, facet] of list) {
    if (valueOf(was, facet) === valueOf(now, facet)) continue;
    const move = (dims, amount) => ({
      measure: labelled(measure, valueOf(dims, facet) ?? UNSPECIFIED),
      at: nowAt,
      department,
      amount,
      standing: false,
    });
    into.push(move(was, -1), move(now, 1));
  }
};
//# sourceMappingURL=facets.js.map
