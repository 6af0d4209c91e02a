import { type CommandBody, type CommandName, LedgerError } from '@complaint-ledger/contracts';
import type { Policy, PolicyPack } from '@complaint-ledger/policy';

/** A word of a body and the vocabulary of the pack that it should be in; absent: any word is taken. */
interface Word {
  readonly path: string;
  readonly what: string;
  readonly value: unknown;
  readonly known: Readonly<Record<string, unknown>> | undefined;
}

const wordsOf = (pack: PolicyPack, name: CommandName, body: CommandBody<CommandName>): readonly Word[] => {
  const told = body as Readonly<Record<string, unknown>>;
  const word = (field: string, known: Word['known'], what = field): Word => ({
    path: field,
    what,
    value: told[field],
    known,
  });
  const to = 'to' in body && typeof body.to === 'object' ? body.to.department : undefined;
  const answers = 'answers' in body ? Object.keys(body.answers ?? {}) : [];
  return [
    word('level', pack.levels),
    word('kind', pack.kinds),
    word('category', pack.categories),
    word('channel', pack.channels),
    word('verdict', pack.verdicts),
    word('step', pack.steps),
    word('outcome', pack.outcomes),
    word('compensation', pack.compensation?.types),
    word('ground', pack.extension?.grounds),
    word('department', pack.departments),
    { path: 'to.department', what: 'department', value: to, known: pack.departments },
    ...(name === 'escalate' ? [word('to', pack.offices, 'office')] : []),
    ...(name === 'pause' ? [word('reason', pack.pauses, 'reason for a pause')] : []),
    ...answers.map((question) => ({
      path: `answers.${question}`,
      what: 'question of a survey',
      value: question,
      known: pack.followUp?.survey,
    })),
  ];
};

/** LedgerError `invalid-input` for a word that the pack does not know; it names those that it does. */
export const checkVocabulary = (policy: Policy, name: CommandName, body: CommandBody<CommandName>): void => {
  for (const { path, what, value, known } of wordsOf(policy.pack, name, body)) {
    if (typeof value !== 'string' || known === undefined || Object.hasOwn(known, value)) continue;
    throw new LedgerError('invalid-input', `policy ${policy.id} has no such ${what}`, {
      path,
      hint: `known: ${Object.keys(known).join(', ')}`,
    });
  }
};
