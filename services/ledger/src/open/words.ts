import type { Policy, PolicyBook, Words } from '@complaint-ledger/policy';
import type { CaseWords, DeskOf, ReportContents, ReportKind, Vocabulary, WordList } from '@complaint-ledger/reporting';

const wordOf = ({ pack }: Policy, of: Parameters<Vocabulary>[0], id: string): Words | undefined => {
  if (of === 'survey') return Object.hasOwn(pack.followUp?.survey ?? {}, id) ? pack.followUp?.survey?.[id] : undefined;
  if (of !== 'deadlines') return Object.hasOwn(pack[of] ?? {}, id) ? pack[of]?.[id] : undefined;
  return Object.hasOwn(pack.deadlines, id) ? pack.deadlines[id]?.name : undefined;
};

/** Words for ids: the default pack's, else those of any other pack that has them. */
export const vocabularyOf = (book: PolicyBook): Vocabulary => {
  const packs = [book.defaultId, ...book.ids()].map((id) => book.policy(id));
  return (of, id, language) => {
    for (const pack of packs) {
      const words = wordOf(pack, of, id);
      if (words !== undefined) return words[language];
    }
    return undefined;
  };
};

/** Departments that the default pack names; none when it takes any. */
export const departmentsOf = (book: PolicyBook): readonly string[] =>
  Object.keys(book.policy(book.defaultId).pack.departments ?? {});

const inTable = (table: Readonly<Record<string, Words>> | undefined, id: string): Words | undefined =>
  table !== undefined && Object.hasOwn(table, id) ? table[id] : undefined;

const caseWordOf = ({ pack }: Policy, list: WordList, id: string): Words | undefined => {
  switch (list) {
    case 'deadlines':
      return Object.hasOwn(pack.deadlines, id) ? pack.deadlines[id]?.name : undefined;
    case 'compensations':
      return inTable(pack.compensation?.types, id);
    case 'grounds':
      return inTable(pack.extension?.grounds, id);
    case 'survey':
      return inTable(pack.followUp?.survey, id);
    case 'categories':
    case 'channels':
    case 'departments':
    case 'fields':
    case 'kinds':
    case 'levels':
    case 'offices':
    case 'outcomes':
    case 'pauses':
    case 'steps':
    case 'verdicts':
      return inTable(pack[list], id);
    default:
      return list satisfies never;
  }
};

/** What the policy of a case calls its ids: on forms each case speaks the words of its own pack. */
export const caseWordsOf = (book: PolicyBook): CaseWords => {
  const known = new Set(book.ids());
  const packOf = (id: string): Policy['pack'] | undefined => (known.has(id) ? book.policy(id).pack : undefined);
  return {
    word: (policy, list, id, language) =>
      known.has(policy) ? caseWordOf(book.policy(policy), list, id)?.[language] : undefined,
    value: (policy, field, value, language) => inTable(packOf(policy)?.fields?.[field]?.values, value)?.[language],
    fields: (policy) => Object.keys(packOf(policy)?.fields ?? {}),
  };
};

/** What the default pack wants of the reports: what they show, whom they are for, what figures should reach (REP-1, CALL-9). */
export const reportsOf = (
  book: PolicyBook,
): {
  readonly targets: Readonly<Record<string, string>>;
  readonly contents: Readonly<Partial<Record<ReportKind, ReportContents>>>;
} => {
  const { targets = {}, reports = {} } = book.policy(book.defaultId).pack;
  const contents = Object.entries(reports).map(
    ([kind, { measures, to }]) => [kind, { ...(measures && { measures }), ...(to && { addressees: to }) }] as const,
  );
  return { targets, contents: Object.fromEntries(contents) };
};

/** What the reading side takes from the packs. */
export const reportingWords = (book: PolicyBook) => ({
  zone: book.policy(book.defaultId).zone,
  vocabulary: vocabularyOf(book),
  words: caseWordsOf(book),
  departments: departmentsOf(book),
  ...reportsOf(book),
  deskOf: desksOf(book),
});

/** The desk that a pack names for a kind of call (CALL-3). */
export const desksOf =
  (book: PolicyBook): DeskOf =>
  (policy = book.defaultId, kind) => {
    const desks = book.ids().includes(policy) ? book.policy(policy).pack.calls?.desks : undefined;
    return desks !== undefined && Object.hasOwn(desks, kind) ? desks[kind] : undefined;
  };
