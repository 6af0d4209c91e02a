import { lengthWords, moneyWords } from '../policy-words/length-words.ts';
import { type PackWords, capital } from '../policy-words/pack-words.ts';
import { type Section, list, section } from './page.ts';

/** More time: what for, who decides, how much (EXT-1). */
export const extensionSection = (words: PackWords): readonly Section[] => {
  const { say, pack, language } = words;
  const { deadlines, approvers = [], cap, grounds } = pack.extension ?? {};
  const which = deadlines?.map((id) => words.quoted('deadlines', id));
  return section(
    say('Extensions', '延期'),
    ['EXT-1'],
    [
      ...list([
        say(
          `More time is asked for before the deadline, for ${which === undefined ? 'any deadline' : words.or(which)}. While nobody has decided, the clock runs.`,
          `延期须在到期之前申请，适用于${which === undefined ? '所有时限' : words.list(which)}。批准之前继续计时。`,
        ),
        approvers.length === 0
          ? say('Whoever may approve decides.', '由有审批权限的人员决定。')
          : say(
              `It is granted or refused by ${words.authorities(approvers)}.`,
              `由${words.authorities(approvers)}批准或驳回。`,
            ),
        cap === undefined
          ? undefined
          : say(
              `At most ${lengthWords(words, cap)} past the first due time.`,
              `最长不超过首次到期后 ${lengthWords(words, cap)}。`,
            ),
        ...Object.values(grounds ?? {}).map((ground) =>
          ground.unreached === true
            ? say(
                `Ground: ${ground[language]}; only after an attempt that did not reach the customer.`,
                `理由：${ground[language]}；须有联系未果的记录。`,
              )
            : say(`Ground: ${ground[language]}.`, `理由：${ground[language]}。`),
        ),
      ]),
    ],
  );
};

/** What may be given, and up to how much by whom (RES-5). */
export const compensationSection = (words: PackWords): readonly Section[] => {
  const { say, pack, language } = words;
  const { types = {}, authority = {} } = pack.compensation ?? {};
  const kinds = Object.values(types).map((type) => type[language]);
  return section(
    say('Compensation', '补偿'),
    ['RES-5'],
    [
      ...list([
        kinds.length === 0
          ? undefined
          : say(`What may be given: ${words.list(kinds)}.`, `可给予：${words.list(kinds)}。`),
        ...Object.entries(authority).map(([who, limit]) =>
          limit === 'unlimited'
            ? say(`${capital(words.authority(who))}: any amount.`, `${words.authority(who)}：不限金额。`)
            : say(
                `${capital(words.authority(who))}: up to ${limit}.`,
                `${words.authority(who)}：不超过 ${moneyWords(words, limit)}。`,
              ),
        ),
      ]),
    ],
  );
};
