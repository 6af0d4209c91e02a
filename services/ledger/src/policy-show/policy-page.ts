import type { PolicyPack } from '@complaint-ledger/policy';
import type { Language } from '../cli/language.ts';
import { PackWords } from '../policy-words/pack-words.ts';
import { callSection } from './calls.ts';
import { deadlineSections } from './deadlines.ts';
import { compensationSection, extensionSection } from './concessions.ts';
import { closingSection, followUpSection } from './endings.ts';
import { penaltySection } from './penalties.ts';
import { recordSection } from './records.ts';
import { assignmentSection, transferSection } from './holders.ts';
import { hoursSection } from './hours.ts';
import type { Page } from './page.ts';
import { reportSections } from './reports.ts';
import { confidentialSection, escalationSection, stepSection } from './upward.ts';
import { vocabularySection } from './vocabulary.ts';

/** A pack as a page that the head of a department can read: sentences, each section with the rules of the rulebook it is about. */
export const policyPage = (pack: PolicyPack, language: Language): Page => {
  const words = new PackWords(pack, language);
  const { say } = words;
  return {
    title: pack.name[language],
    lead: say(
      `The rules “${pack.id}”, version ${pack.version}${pack.extends === undefined ? '' : `, which begin with those of “${pack.extends}”`}. Numbers in brackets name the rules of the rulebook.`,
      `制度“${pack.id}”，第 ${pack.version} 版${pack.extends === undefined ? '' : `，以“${pack.extends}”为基础`}。方括号内为规则编号。`,
    ),
    sections: [
      ...hoursSection(words),
      ...deadlineSections(words),
      ...assignmentSection(words),
      ...transferSection(words),
      ...escalationSection(words),
      ...stepSection(words),
      ...extensionSection(words),
      ...compensationSection(words),
      ...closingSection(words),
      ...followUpSection(words),
      ...penaltySection(words),
      ...recordSection(words),
      ...confidentialSection(words),
      ...callSection(words),
      ...vocabularySection(words),
      ...reportSections(words),
    ],
  };
};
