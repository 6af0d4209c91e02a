import type { Policy, PolicyBook, Words } from '@complaint-ledger/policy';
import type { Vocabulary } from '@complaint-ledger/reporting';

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
