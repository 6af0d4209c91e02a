import type { TransferRule } from '@complaint-ledger/policy';
import { conditionWords } from '../policy-words/condition-words.ts';
import { holderWords } from '../policy-words/holder-words.ts';
import { itemWords } from '../policy-words/item-words.ts';
import { type PackWords, capital } from '../policy-words/pack-words.ts';
import { type Section, line, list, section, text } from './page.ts';

/** Who gets what (FIRST-2, ESC-3); the first sentence that fits speaks. */
export const assignmentSection = (words: PackWords): readonly Section[] => {
  const { pack, say } = words;
  const rules = pack.assignment ?? [];
  const others = rules.length > 1 ? say('all other matters', '其余事项') : undefined;
  const has = (name: 'ownGroup' | 'duty'): boolean => rules.some(({ to }) => to[name] === true);
  return section(
    say('Who gets what', '分派'),
    ['FILE-4', ...(has('ownGroup') ? ['FIRST-2'] : []), ...(has('duty') ? ['ESC-3'] : [])],
    rules.length === 0
      ? [text(say('Nobody is proposed: a person assigns each matter.', '不自动建议承办方，由人员派单。'))]
      : [
          text(
            say(
              'Proposed until a person says otherwise; the first sentence that fits counts.',
              '以下为建议，人员可另行指定；按顺序，先符合的为准。',
            ),
          ),
          ...list(
            rules.map(({ when, to }) =>
              say(
                `${capital(conditionWords(words, when, others))} go to ${holderWords(words, to)}.`,
                `${conditionWords(words, when, others)}派给${holderWords(words, to)}。`,
              ),
            ),
          ),
        ],
  );
};

const units: Readonly<Record<TransferRule['unit'], readonly [string, string]>> = {
  department: ['another department', '部门'],
  group: ['another group', '小组'],
  person: ['another person', '个人'],
  none: ['', ''],
};

/** What may be passed on, and what must go with it (FIRST-*, XFER-*). */
export const transferSection = (words: PackWords): readonly Section[] => {
  const { pack, say } = words;
  const { unit, limit, handlers, handover = [], keeps = [], systems = [] } = pack.transfer;
  const [en, zh] = units[unit];
  const items = handover.map((item) => itemWords(words, item));
  const first =
    unit === 'none'
      ? line(
          say('Passing a matter on is everyday work and is not counted.', '流转属于正常工作，不计为转办。'),
          undefined,
        )
      : line(
          limit === 0
            ? say(`A matter is never passed on to ${en}.`, `事项不得在${zh}之间转办。`)
            : say(
                `A matter may be passed on to ${en} ${limit === 1 ? 'once' : `${limit} times`} at most; a further request is refused and recorded.`,
                `事项在${zh}之间至多转办 ${limit} 次；再次申请将被拒绝并记录。`,
              ),
          'XFER-1',
        );
  return section(
    say('First receiver and transfers', '首问负责与转办'),
    ['FIRST-1', 'XFER-4', 'XFER-5'],
    [
      ...list([
        line(
          say('Whoever receives a matter owns it until it is closed.', '首问负责：谁受理，谁负责到办结。'),
          'FIRST-1',
        ),
        first,
        handlers === undefined
          ? undefined
          : line(say(`${handlers} people at most handle one matter.`, `同一事项至多由 ${handlers} 人经办。`), 'XFER-2'),
        items.length === 0
          ? undefined
          : line(say(`Handed over with it: ${words.and(items)}.`, `转办须同时移交${words.and(items)}。`), 'XFER-3'),
        ...keeps.map((when) =>
          line(
            say(
              `${capital(conditionWords(words, when))} are solved by the department that received them, without a transfer.`,
              `${conditionWords(words, when)}由受理部门自行解决，不转办。`,
            ),
            'FIRST-3',
          ),
        ),
        systems.length === 0
          ? undefined
          : say(
              `These accounts are systems and never hold a matter: ${words.list(systems)}.`,
              `以下为系统账号，不作为承办人：${words.list(systems)}。`,
            ),
      ]),
    ],
  );
};
