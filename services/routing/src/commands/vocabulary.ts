import { type CommandBody, type CommandName, LedgerError, type Sentence, said } from '@complaint-ledger/contracts';
import type { Policy, PolicyPack } from '@complaint-ledger/policy';

const nouns = {
  level: '等级',
  kind: '需求类型',
  category: '类别',
  channel: '渠道',
  verdict: '判定',
  step: '步骤',
  outcome: '结案方式',
  compensation: '补偿类型',
  ground: '延期理由',
  department: '部门',
} as const;
type Noun = keyof typeof nouns;
const noun = (word: Noun): Sentence => said(word, nouns[word]);

/** A word of a body and the vocabulary of the pack that it should be in; absent: any word is taken. */
interface Word {
  readonly path: string;
  readonly what: Sentence;
  readonly value: unknown;
  readonly known: Readonly<Record<string, unknown>> | undefined;
}

const wordsOf = (pack: PolicyPack, name: CommandName, body: CommandBody<CommandName>): readonly Word[] => {
  const told = body as Readonly<Record<string, unknown>>;
  const word = (field: string, known: Word['known'], what: Sentence): Word => ({
    path: field,
    what,
    value: told[field],
    known,
  });
  const named = (field: Noun, known: Word['known']): Word => word(field, known, noun(field));
  const to = 'to' in body && typeof body.to === 'object' ? body.to.department : undefined;
  const answers = 'answers' in body ? Object.keys(body.answers ?? {}) : [];
  return [
    named('level', pack.levels),
    named('kind', pack.kinds),
    named('category', pack.categories),
    named('channel', pack.channels),
    named('verdict', pack.verdicts),
    named('step', pack.steps),
    named('outcome', pack.outcomes),
    named('compensation', pack.compensation?.types),
    named('ground', pack.extension?.grounds),
    named('department', pack.departments),
    { path: 'to.department', what: noun('department'), value: to, known: pack.departments },
    ...(name === 'escalate' ? [word('to', pack.offices, said('office', '职务或机关'))] : []),
    ...(name === 'pause' ? [word('reason', pack.pauses, said('reason for a pause', '暂停原因'))] : []),
    ...answers.map((question) => ({
      path: `answers.${question}`,
      what: said('question of a survey', '满意度调查问题'),
      value: question,
      known: pack.followUp?.survey,
    })),
  ];
};

/** LedgerError `invalid-input` for a word that the pack does not know; it names those that it does. */
export const checkVocabulary = (policy: Policy, name: CommandName, body: CommandBody<CommandName>): void => {
  for (const { path, what, value, known } of wordsOf(policy.pack, name, body)) {
    if (typeof value !== 'string' || known === undefined || Object.hasOwn(known, value)) continue;
    throw new LedgerError(
      'invalid-input',
      said(`policy ${policy.id} has no such ${what.en}`, `制度包 ${policy.id} 没有这个${what['zh-CN']}。`),
      {
        path,
        hint: said(`known: ${Object.keys(known).join(', ')}`, `可用的有：${Object.keys(known).join('、')}。`),
      },
    );
  }
};
