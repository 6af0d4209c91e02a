import { readFileSync } from 'node:fs';
import { LedgerError, said } from '@complaint-ledger/contracts';
import { type CalendarBook, type Policy, type PolicyBook, openPolicyBook, readYaml } from '@complaint-ledger/policy';

/** A pack from a file that is not in force, and the packs that were there to extend. */
export interface TriedPack {
  readonly file: string;
  readonly policy: Policy;
  readonly book: PolicyBook;
}

const idOf = (file: string): unknown => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new LedgerError('config', said(`The policy pack ${file} cannot be read.`, `无法读取制度包 ${file}。`), {
      path: file,
      hint: said('Name a YAML file.', '请给出一个 YAML 文件。'),
      cause,
    });
  }
  const { value } = readYaml(text, file);
  return typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : undefined;
};

/**
 * Reads a pack beside those in force, which it may extend. It takes the place of one that has its id, for this reading only.
 * LedgerError `config` with file and line for every fault.
 */
export const openTriedPack = (file: string, inForce: readonly string[], calendars: CalendarBook): TriedPack => {
  const id = idOf(file);
  const others = inForce.filter((other) => other !== file && idOf(other) !== id);
  const book = openPolicyBook({ extra: [...others, file], calendars });
  // Without an id of its own the pack is refused above.
  return { file, policy: book.policy(String(id)), book };
};
