import { said } from '@complaint-ledger/contracts';
import type { Path } from '../yaml/read-yaml.ts';
import type { Checking } from './checking.ts';

/** A word that stands twice in one list is a slip of the pen. */
export const checkTwice = (checking: Checking, value: unknown = checking.pack, path: Path = []): void => {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value)) checkTwice(checking, inner, [...path, key]);
    return;
  }
  const items: readonly unknown[] = value;
  for (const [index, item] of items.entries()) {
    if (typeof item !== 'string') checkTwice(checking, item, [...path, index]);
    else if (items.indexOf(item) < index)
      checking.report(
        [...path, index],
        said(`'${item}' stands twice in this list.`, `“${item}”在此列表中出现两次。`),
        said('Take one of them out.', '请去掉一个。'),
      );
  }
};
