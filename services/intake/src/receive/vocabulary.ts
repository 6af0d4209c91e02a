import type { JsonObject } from '@complaint-ledger/contracts';
import type { Policy, PolicyPack } from '@complaint-ledger/policy';
import type { Message } from './message.ts';
import type { Problem } from './receipt.ts';

type Vocabulary = (pack: PolicyPack) => Readonly<Record<string, unknown>> | undefined;

const levels: Vocabulary = (pack) => pack.levels;
const categories: Vocabulary = (pack) => pack.categories;
const kinds: Vocabulary = (pack) => pack.kinds;
const channels: Vocabulary = (pack) => pack.channels;
const departments: Vocabulary = (pack) => pack.departments;
const verdicts: Vocabulary = (pack) => pack.verdicts;
const deadlines: Vocabulary = (pack) => pack.deadlines;
const offices: Vocabulary = (pack) => pack.offices;
const steps: Vocabulary = (pack) => pack.steps;
const compensations: Vocabulary = (pack) => pack.compensation?.types;
const grounds: Vocabulary = (pack) => pack.extension?.grounds;
const pauses: Vocabulary = (pack) => pack.pauses;
const outcomes: Vocabulary = (pack) => pack.outcomes;
const methods: Vocabulary = (pack) => pack.calls?.identity?.methods;
const questions: Vocabulary = (pack) => pack.followUp?.survey;

interface Word {
  /** Path inside data. */
  readonly path: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly noun: string;
}

const word = (path: string, vocabulary: Vocabulary, noun: string): Word => ({
  path: path.split('.'),
  vocabulary,
  noun,
});

const dimensions = [
  word('level', levels, 'level'),
  word('category', categories, 'category'),
  word('kind', kinds, 'kind'),
  word('channel', channels, 'channel'),
  word('department', departments, 'department'),
];

const callCourse = [
  word('identity.methods', methods, 'way to prove who one is'),
  word('needsDepartment', departments, 'department'),
];

/** Fields that speak the pack's words, by inbound type. */
const words: Readonly<Record<string, readonly Word[]>> = {
  'call.received': [...dimensions, ...callCourse],
  'call.ended': callCourse,
  'complaint.filed': dimensions,
  'complaint.amended': [
    word('category', categories, 'category'),
    word('kind', kinds, 'kind'),
    word('channel', channels, 'channel'),
  ],
  'case.assigned': [word('department', departments, 'department')],
  'case.transferred': [
    word('from.department', departments, 'department'),
    word('to.department', departments, 'department'),
  ],
  'case.level-changed': [word('level', levels, 'level')],
  'case.extension-requested': [
    word('deadline', deadlines, 'deadline'),
    word('ground', grounds, 'ground for more time'),
  ],
  'case.extension-decided': [word('deadline', deadlines, 'deadline')],
  'case.resolved': [word('verdict', verdicts, 'verdict')],
  'case.escalated': [word('to', offices, 'office')],
  'case.investigated': [word('step', steps, 'step of handling')],
  'case.compensated': [word('compensation', compensations, 'type of compensation')],
  'case.paused': [word('reason', pauses, 'reason for a pause')],
  'case.closed': [word('outcome', outcomes, 'outcome')],
};

const at = (data: JsonObject, path: readonly string[]): unknown => {
  let value: unknown = data;
  for (const name of path) value = (value as JsonObject | undefined)?.[name];
  return value;
};

/** Names the place and never the value: a column that slipped may have put a name or a phone number there. */
const unknown = (path: string, noun: string, policy: Policy, known: readonly string[]): Problem => ({
  code: 'invalid-input',
  path,
  message: `${path}: policy ${policy.id} has no such ${noun}`,
  hint: `Use one of: ${known.join(', ')}.`,
});

/** The first word that the governing pack does not know; a vocabulary that the pack leaves open takes any word. */
export const vocabularyProblem = ({ told, data }: Message, policy: Policy): Problem | undefined => {
  for (const { path, vocabulary, noun } of words[told.type] ?? []) {
    const known = vocabulary(policy.pack);
    if (known === undefined) continue;
    const value = at(data, path);
    const stranger = (Array.isArray(value) ? value : [value]).find(
      (each) => typeof each === 'string' && !Object.hasOwn(known, each),
    );
    if (stranger !== undefined) return unknown(`data.${path.join('.')}`, noun, policy, Object.keys(known));
  }
  if (told.type === 'case.followed-up') {
    const known = questions(policy.pack);
    const asked = Object.keys((data.answers as JsonObject | undefined) ?? {});
    // Questions that no pack names stay in clear all the same.
    if (known === undefined && asked.some((question) => !QUESTION.test(question))) {
      const hint = 'Name each question by its id, such as speed: a small letter, then letters, digits and hyphens.';
      return {
        code: 'invalid-input',
        path: 'data.answers',
        message: 'data.answers has what is no id of a question',
        hint,
      };
    }
    if (known !== undefined && asked.some((question) => !Object.hasOwn(known, question)))
      return unknown('data.answers', 'question of its survey', policy, Object.keys(known));
  }
  if (told.type === 'complaint.filed' && data.dueTimes !== undefined) {
    const stranger = Object.keys(data.dueTimes as JsonObject).find(
      (name) => !Object.hasOwn(policy.pack.deadlines, name),
    );
    if (stranger !== undefined) {
      const path = isCodeWord(stranger) ? `data.dueTimes.${stranger}` : 'data.dueTimes';
      return unknown(path, 'deadline', policy, Object.keys(policy.pack.deadlines));
    }
  }
  return undefined;
};

const QUESTION = /^[a-z][A-Za-z0-9_-]{0,60}$/;
const isCodeWord = (name: string): boolean => /^[a-z][a-z-]{0,40}$/.test(name);
