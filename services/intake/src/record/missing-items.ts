import type { PolicyPack } from '@complaint-ledger/policy';
import type { Message } from '../receive/message.ts';
import { isBlank, toldItem } from './told-item.ts';

/** Items of the call work log (CALL-2), unless the pack names others. */
const WORK_LOG = ['name', 'gender', 'phone', 'branch', 'brief', 'handling'];

const itemsOf = ({ told, data }: Message, { records = {} }: PolicyPack): readonly string[] => {
  const named = (key: string): readonly string[] => (Object.hasOwn(records, key) ? (records[key] ?? []) : []);
  const kind = typeof data['kind'] === 'string' ? data['kind'] : undefined;
  if (told.type === 'call.received') {
    const ofCall = Object.hasOwn(records, 'call') ? named('call') : WORK_LOG;
    return [...named('every'), ...ofCall, ...(kind === undefined ? [] : named(kind))];
  }
  return [...named('every'), ...named(kind ?? 'complaint')];
};

/** Items that the record should have and nobody told, each once: marked and counted, never a reason to refuse (CALL-4, CALL-11, FILE-2). */
export const missingItems = (message: Message, pack: PolicyPack): readonly string[] =>
  [...new Set(itemsOf(message, pack))].filter((item) => isBlank(toldItem(item, message, pack)));
