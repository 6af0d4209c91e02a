/** A line with the rules that it comes from. */
export interface Line {
  readonly text: string;
  readonly rules?: readonly string[];
}

export type Block =
  | { readonly kind: 'text'; readonly line: Line }
  | { readonly kind: 'list'; readonly items: readonly Line[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** A part of the page under its heading, with the rules of the rulebook that it is about. */
export interface Section {
  readonly title: string;
  readonly rules: readonly string[];
  readonly blocks: readonly Block[];
}

/** A pack as a page that people read. */
export interface Page {
  readonly title: string;
  readonly lead: string;
  readonly sections: readonly Section[];
}

export const text = (line: string, ...rules: readonly string[]): Block => ({
  kind: 'text',
  line: { text: line, rules },
});

/** A list without what there is nothing to say of; no list when nothing is left. */
export const list = (items: readonly (Line | string | undefined)[]): readonly Block[] => {
  const lines = items.flatMap((item) => (item === undefined ? [] : [typeof item === 'string' ? { text: item } : item]));
  return lines.length === 0 ? [] : [{ kind: 'list', items: lines }];
};

export const line = (words: string, rule: string | undefined): Line => ({
  text: words,
  ...(rule === undefined ? {} : { rules: [rule] }),
});

/** A section; none when it would be empty. */
export const section = (title: string, rules: readonly string[], blocks: readonly Block[]): readonly Section[] =>
  blocks.length === 0 ? [] : [{ title, rules, blocks }];
