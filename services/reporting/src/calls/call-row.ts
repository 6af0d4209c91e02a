import type { JsonObject, JsonValue } from '@complaint-ledger/contracts';
import { epochOf, formatInZone } from '@complaint-ledger/policy';
import { type Language, type Vocabulary, departmentOf } from '../reports/titles.ts';
import { callWords, outcomeWord } from './call-words.ts';
import { itemWord } from './item-words.ts';
import type { ShownCall } from './shown-calls.ts';

export interface CallCell {
  readonly text: string;
  /** Nobody told it (CALL-4). */
  readonly missing?: true;
}

/** What of a call stands in the work log (CALL-2), as text. */
export interface CallRow {
  readonly time: string;
  readonly line: string;
  readonly outcome: string;
  readonly rings: string;
  readonly duration: string;
  readonly kind: string;
  readonly name: CallCell;
  readonly gender: CallCell;
  readonly phone: CallCell;
  readonly branch: CallCell;
  readonly brief: CallCell;
  readonly handling: CallCell;
  readonly agent: string;
  readonly remarks: string;
}

const textOf = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');

const objectOf = (value: JsonValue | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

/** `6:40`: minutes and seconds. */
const minutes = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

const durationOf = ({ durationMs, answeredAt, endedAt }: ShownCall): string => {
  if (durationMs !== undefined) return minutes(durationMs);
  if (answeredAt === undefined || endedAt === undefined) return '';
  const ms = epochOf(endedAt) - epochOf(answeredAt);
  return ms < 0 ? '' : minutes(ms);
};

interface Reading {
  readonly zone: string;
  readonly language: Language;
  readonly vocabulary: Vocabulary;
}

const clock = (at: string, zone: string): string => formatInZone(epochOf(at), zone).slice(11, 19);

const remarksOf = (call: ShownCall, { zone, language, vocabulary }: Reading): string => {
  const colon = language === 'en' ? ': ' : '：';
  const comma = language === 'en' ? ', ' : '、';
  const say = (word: keyof typeof callWords, what: string): string => `${callWords[word][language]}${colon}${what}`;
  const { desk, callBackBy, callBackPerson, rules, missing } = call;
  const shownAlready = new Set(['name', 'gender', 'phone', 'branch', 'brief', 'handling']);
  const others = missing.filter((item) => !shownAlready.has(item));
  const wordOf = (item: string): string => vocabulary('fields', item, language) ?? itemWord(item, language) ?? item;
  return [
    ...(desk === undefined
      ? []
      : [say('desk', `${departmentOf(desk.department, language, vocabulary)} ${desk.contact}`)]),
    ...(callBackBy === undefined
      ? []
      : [
          say(
            'callBack',
            [formatInZone(epochOf(callBackBy), zone).slice(0, 16).replace('T', ' '), callBackPerson]
              .filter(Boolean)
              .join(' '),
          ),
        ]),
    ...(call.warned === true ? [callWords.warned[language]] : []),
    ...(call.blocked === true ? [callWords.blocked[language]] : []),
    ...(rules === undefined ? [] : [say('violated', rules.join(comma))]),
    ...(others.length === 0 ? [] : [say('missing', others.map(wordOf).join(comma))]),
  ].join(language === 'en' ? '; ' : '；');
};

/** One line of the work log. */
export const callRow = (call: ShownCall, reading: Reading): CallRow => {
  const { zone, language, vocabulary } = reading;
  const { personal } = call;
  const fields = personal !== undefined && 'fields' in personal ? personal.fields : {};
  const caller = objectOf(fields['caller']);
  const hidden =
    personal?.state === 'erased' || personal?.state === 'withheld' ? callWords[personal.state][language] : '';
  const cell = (item: string, text: string): CallCell =>
    call.missing.includes(item) ? { text: callWords.missing[language], missing: true } : { text };
  const { kind, outcome, rings, line = '', agent = '', branch = '' } = call;
  return {
    time: clock(call.at, zone),
    line,
    outcome: outcome === undefined ? '' : outcomeWord(outcome, language),
    rings: rings === undefined ? '' : String(rings),
    duration: durationOf(call),
    kind: kind === undefined ? '' : (vocabulary('kinds', kind, language) ?? kind),
    name: cell('name', textOf(caller['name']) || hidden),
    gender: cell('gender', textOf(caller['gender'])),
    phone: cell('phone', textOf(caller['phone']) || hidden),
    branch: cell('branch', branch),
    brief: cell('brief', textOf(fields['brief']) || hidden),
    handling: cell('handling', textOf(fields['handling']) || hidden),
    agent,
    remarks: remarksOf(call, reading),
  };
};
