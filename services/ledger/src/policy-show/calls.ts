import { lengthWords } from '../policy-words/length-words.ts';
import type { PackWords } from '../policy-words/pack-words.ts';
import { type Line, type Section, line, list, section } from './page.ts';

const nuisanceWords = (words: PackWords): readonly (Line | undefined)[] => {
  const { say, pack } = words;
  const { queue, warnAfter, longestBlock, blockedBy = [] } = pack.calls?.nuisance ?? {};
  const who = words.authorities(blockedBy);
  return [
    queue === undefined
      ? undefined
      : line(
          say(`Nuisance calls wait in a queue of their own (${queue}).`, `骚扰来电进入单独队列（${queue}）。`),
          'CALL-10',
        ),
    warnAfter === undefined
      ? undefined
      : line(
          say(
            `After ${warnAfter.calls} of them within ${lengthWords(words, warnAfter.within)} the caller is warned automatically.`,
            `${lengthWords(words, warnAfter.within)}内骚扰来电达 ${warnAfter.calls} 次的，自动警示。`,
          ),
          'CALL-10',
        ),
    blockedBy.length === 0 && longestBlock === undefined
      ? undefined
      : line(
          say(
            `Blocking a caller${who === '' ? '' : ` is decided by ${who}`}, with a reason${longestBlock === undefined ? ' and an end' : `, for at most ${lengthWords(words, longestBlock)}`}.`,
            `屏蔽来电${who === '' ? '' : `由${who}决定`}，须写明理由${longestBlock === undefined ? '和期限' : `，最长 ${lengthWords(words, longestBlock)}`}。`,
          ),
          'CALL-10',
        ),
  ];
};

/** Calls: rings, long calls, desks, nuisance, identity (CALL-*). */
export const callSection = (words: PackWords): readonly Section[] => {
  const { say, pack, language } = words;
  const { rings, long, desks = {}, identity } = pack.calls ?? {};
  const handled = pack.handledCallKinds?.map((kind) => words.quoted('kinds', kind));
  const methods = Object.values(identity?.methods ?? {}).map((method) => method[language]);
  return section(
    say('Calls', '来电'),
    ['CALL-2', 'CALL-3'],
    [
      ...list([
        handled === undefined
          ? undefined
          : line(
              say(
                `A call opens a case when its need is ${words.or(handled)}.`,
                `需求类型为${words.or(handled)}的来电立案办理。`,
              ),
              'CALL-3',
            ),
        rings === undefined
          ? undefined
          : line(say(`Answered within ${rings} rings.`, `响铃 ${rings} 声内接听。`), 'CALL-1'),
        long === undefined
          ? undefined
          : line(
              say(
                `A call of more than ${lengthWords(words, long)} is held with the caller's consent, or ends with a promised call-back.`,
                `通话超过 ${lengthWords(words, long)}的，征得同意后保持，或约定回电时间。`,
              ),
              'CALL-5',
            ),
        ...Object.entries(desks).map(([kind, { department, contact }]) =>
          line(
            say(
              `Whoever calls about ${words.quoted('kinds', kind)} is told of ${words.name('departments', department)}: ${contact}.`,
              `${words.quoted('kinds', kind)}来电告知${words.name('departments', department)}的联系方式：${contact}。`,
            ),
            'CALL-3',
          ),
        ),
        ...nuisanceWords(words),
        identity === undefined
          ? undefined
          : line(
              say(
                `Before account data is told, the caller proves who they are by ${identity.atLeast ?? 1} of: ${words.list(methods)}.`,
                `告知账户信息之前须核验身份，以下方式至少通过 ${identity.atLeast ?? 1} 项：${words.list(methods)}。`,
              ),
              'CALL-12',
            ),
      ]),
    ],
  );
};
