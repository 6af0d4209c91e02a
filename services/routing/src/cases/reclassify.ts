import type { Decision } from './decision.ts';

const names = ['kind', 'category', 'channel', 'product', 'branch'] as const;

/** Corrected dimensions of a case; nothing when none of them differs. */
export const reclassify = (
  decision: Decision,
  at: string,
  told: { readonly [K in (typeof names)[number]]?: string | undefined } & { readonly by?: string | undefined },
): void => {
  const changed: { [K in (typeof names)[number]]?: string } = {};
  for (const name of names) {
    const value = told[name];
    if (value !== undefined && value !== decision.state[name]) changed[name] = value;
  }
  if (Object.keys(changed).length === 0) return;
  decision.emit(
    'CaseReclassified',
    at,
    { was: decision.dimensions, ...(told.by === undefined ? {} : { by: told.by }) },
    changed,
  );
};
