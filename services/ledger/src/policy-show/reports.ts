import { type ReportKind, reportTitles } from '@complaint-ledger/reporting';
import { measureWords } from '../policy-words/measure-words.ts';
import type { PackWords } from '../policy-words/pack-words.ts';
import { type Section, line, list, section } from './page.ts';

/** What the figures should reach, and what the reports hold for whom (REP-1, CALL-1, CALL-9). */
export const reportSections = (words: PackWords): readonly Section[] => {
  const { say, pack, language } = words;
  const targets = Object.entries(pack.targets ?? {}).map(([measure, target]) => {
    const [sign, ...rest] = target.split(' ');
    const bound = sign === '>=' ? say('at least', '不低于') : say('at most', '不高于');
    return say(
      `${measureWords(words, measure)}: ${bound} ${rest.join(' ')}.`,
      `${measureWords(words, measure)}：${bound} ${rest.join(' ')}。`,
    );
  });
  const reports = Object.entries(pack.reports ?? {}).map(([kind, { measures: wanted, to = [] }]) => {
    const title = reportTitles[kind as ReportKind][language];
    const readers = words.and(to.map((each) => words.authority(each)));
    const contents =
      wanted === undefined
        ? say('all figures', '全部指标')
        : wanted.map((measure) => measureWords(words, measure)).join(say('; ', '；'));
    return line(
      say(
        `${title}${readers === '' ? '' : `, for ${readers}`}: ${contents}.`,
        `${title}${readers === '' ? '' : `，报送${readers}`}：${contents}。`,
      ),
      'REP-1',
    );
  });
  return [
    ...section(say('Targets', '目标'), ['CALL-1', 'CALL-9'], list(targets)),
    ...section(say('Reports', '报告'), ['REP-1', 'REP-2'], list(reports)),
  ];
};
