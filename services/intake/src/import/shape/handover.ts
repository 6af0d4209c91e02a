/** Who has a case, as far as it is known. */
export interface Holder {
  readonly department?: string;
  readonly group?: string;
  readonly person?: string;
}

export type Handover =
  | { readonly kind: 'none'; readonly to: Holder }
  /** Something became known that was not; nothing known changed. */
  | { readonly kind: 'assigned'; readonly to: Holder }
  | { readonly kind: 'transferred'; readonly from: Holder; readonly to: Holder };

const units = ['department', 'group', 'person'] as const;

/** What the next row of a case says of its holder. A unit that the row does not tell stays as it was. */
export const handover = (before: Holder, told: Holder): Handover => {
  const to = { ...before, ...told };
  if (units.some((unit) => before[unit] !== undefined && to[unit] !== before[unit])) {
    return { kind: 'transferred', from: before, to };
  }
  return { kind: units.some((unit) => to[unit] !== before[unit]) ? 'assigned' : 'none', to };
};
