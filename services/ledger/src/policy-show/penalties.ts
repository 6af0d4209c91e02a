import { moneyWords } from '../policy-words/length-words.ts';
import type { PackWords } from '../policy-words/pack-words.ts';
import { type Section, line, list, section } from './page.ts';

/** Who waives fines, and shares of a loss (PEN-2, PEN-3). */
export const penaltySection = (words: PackWords): readonly Section[] => {
  const { say, pack } = words;
  const { waivers = [], damage } = pack.penalties ?? {};
  const of = damage?.of === 'wage' ? say('the wage', '工资') : say('the bonus', '奖金');
  const brackets = (damage?.brackets ?? []).map(({ upTo, responsible, manager, delay }) => {
    const shares = [
      responsible === undefined
        ? ''
        : say(`${responsible} of ${of} of the person responsible`, `直接责任人${of}的 ${responsible}`),
      manager === undefined
        ? ''
        : say(`${manager} of that of the department's manager`, `部门负责人${of}的 ${manager}`),
      delay === undefined ? '' : say(`${delay} of that of whoever delayed the matter`, `延误者${of}的 ${delay}`),
    ].filter((share) => share !== '');
    const loss =
      upTo === undefined
        ? say('A loss above that, or any', '超过以上金额的损失')
        : say(`A loss of up to ${upTo}`, `损失不超过 ${moneyWords(words, upTo)}`);
    return line(`${loss}${say(': ', '：')}${shares.join(say('; ', '；'))}${say('.', '。')}`, 'PEN-2');
  });
  return section(
    say('Fines: appeals and damage', '处罚：申诉与损失分担'),
    ['PEN-2', 'PEN-3'],
    [
      ...list([
        waivers.length === 0
          ? undefined
          : line(
              say(
                `A fine can be appealed, and waived with a reason by ${words.authorities(waivers)}.`,
                `处罚可以申诉，由${words.authorities(waivers)}凭理由免除。`,
              ),
              'PEN-3',
            ),
        ...brackets,
      ]),
    ],
  );
};
