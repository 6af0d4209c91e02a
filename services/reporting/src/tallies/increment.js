/** The label of what nobody told (CALL-4). */
export const UNSPECIFIED = 'unspecified';
const keys = new Map();
const KEPT_LABELS = 10_000;
/** `filed.byLevel` and `major` make `filed.byLevel:major`; the same string each time, since tallies look it up often. */
export const labelled = (measure, label) => {
  let labels = keys.get(measure);
  if (labels === undefined) keys.set(measure, (labels = new Map()));
  let key = labels.get(label);
  if (key === undefined) {
    if (labels.size >= KEPT_LABELS) labels.clear();
    labels.set(label, (key = `${measure}:${label}`));
  }
  return key;
};
/** `filed.byLevel:major` in two; the label may hold colons, the measure none. */
export const splitMeasure = (key) => {
  const colon = key.indexOf(':');
  return colon < 0 ? { measure: key } : { measure: key.slice(0, colon), label: key.slice(colon + 1) };
};
//# sourceMappingURL=increment.js.map
