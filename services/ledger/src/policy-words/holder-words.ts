import type { AssignmentRule } from '@complaint-ledger/policy';
import type { PackWords } from './pack-words.ts';

/** Who gets a matter: `Technology, group network-support`. */
export const holderWords = (
  words: PackWords,
  { department, group, person, ownGroup, duty }: AssignmentRule['to'],
): string => {
  const { say } = words;
  return [
    ...(duty === true ? [say('whoever is on duty', '值班人员')] : []),
    ...(department === undefined ? [] : [words.name('departments', department)]),
    ...(ownGroup === true ? [say("the customer's own group", '客户所属小组')] : []),
    ...(group === undefined ? [] : [say(`group ${group}`, `${group} 组`)]),
    ...(person === undefined ? [] : [person]),
  ].join(say(', ', '，'));
};
