import { type PolicyBook, openPolicyBook } from '@complaint-ledger/policy';

const books = new Map<string, PolicyBook>();

/** The built-in packs, read once for all specs of a file. */
export const testPolicies = (defaultId = 'standard'): PolicyBook => {
  const book = books.get(defaultId) ?? openPolicyBook({ defaultId });
  books.set(defaultId, book);
  return book;
};
