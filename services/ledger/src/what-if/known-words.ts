import type { Fact } from '@complaint-ledger/contracts';
import type { Policy } from '@complaint-ledger/policy';
import { type Findings, type WordOf, vocabularies } from './findings.ts';

/** What a fact says in words of a pack. */
const said = (fact: Fact): Readonly<Partial<Record<WordOf, unknown>>> =>
  fact.type === 'TransferReported' ? { department: fact.data.to.department } : (fact.data as object);

/**
 * The fact as the tried pack can take it: a level that it does not have becomes its default level. Every word that it does
 * not have is counted; an open vocabulary has all words.
 */
export const inKnownWords = (fact: Fact, { pack }: Policy, findings: Findings): Fact => {
  const words = said(fact);
  for (const [of, list] of Object.entries(vocabularies) as [WordOf, (typeof vocabularies)[WordOf]][]) {
    const word = words[of];
    const known = pack[list];
    if (typeof word !== 'string' || known === undefined || Object.hasOwn(known, word)) continue;
    // Deadlines are named `first-response`, or `first-response#2` for that of a round.
    if (of === 'deadline' && Object.hasOwn(known, word.replace(/#\d+$/, ''))) continue;
    findings.unknownWord(of, word);
  }
  if (fact.type === 'ComplaintFiled') {
    for (const deadline of Object.keys(fact.data.dueTimes ?? {}))
      if (!Object.hasOwn(pack.deadlines, deadline)) findings.unknownWord('deadline', deadline);
  }
  if (typeof words.level !== 'string' || Object.hasOwn(pack.levels, words.level)) return fact;
  return { ...fact, data: { ...fact.data, level: pack.defaultLevel } } as Fact;
};
