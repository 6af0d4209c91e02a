import { openPolicyBook } from '@complaint-ledger/policy';
import { ruleMentions } from './rule-mentions.ts';
import { rulesDocument } from './rules-document.ts';
import { sourceFiles } from './source-files.ts';

/** What `docs/rules.md` has to say now. */
export const currentRulesDocument = (): string => {
  const book = openPolicyBook();
  const packs = book.ids().map((id) => book.policy(id).pack);
  return rulesDocument(packs, ruleMentions(sourceFiles()));
};
