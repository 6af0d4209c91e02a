import { type Condition, NONE } from '@complaint-ledger/policy';
import type { Named, PackWords } from './pack-words.ts';

type Dimension = keyof Condition;

const sections: Readonly<Partial<Record<Dimension, Named>>> = {
  category: 'categories',
  kind: 'kinds',
  channel: 'channels',
  level: 'levels',
  topic: 'topics',
  receivingDepartment: 'departments',
};

const valuesIn = (words: PackWords, dimension: Dimension, wanted: string | readonly string[]): string => {
  const section = sections[dimension];
  const named = (typeof wanted === 'string' ? [wanted] : wanted).map((value) => {
    if (value === NONE) return words.say('none told', '未注明');
    return section === undefined ? `“${value}”` : words.quoted(section, value);
  });
  return words.or(named);
};

type Yes = 'outOfHours' | 'keyCustomer' | 'transferred';

/** What yes and no mean, in English and in Chinese. */
const yesOrNo: Readonly<Record<Yes, readonly [yes: readonly [string, string], no: readonly [string, string]]>> = {
  outOfHours: [
    ['filed outside the working hours', '在工作时间之外提交'],
    ['filed within the working hours', '在工作时间之内提交'],
  ],
  keyCustomer: [
    ['of key customers', '属于重点客户'],
    ['of customers who are no key customers', '不属于重点客户'],
  ],
  transferred: [
    ['passed from one department to another', '经过部门间转办'],
    ['never passed on', '未经转办'],
  ],
};

/** Where the words stand. */
const valued: Readonly<Record<Exclude<Dimension, Yes>, (words: string) => readonly [string, string]>> = {
  category: (words) => [`about ${words}`, `类别为${words}`],
  kind: (words) => [`of the kind ${words}`, `需求类型为${words}`],
  channel: (words) => [`by the channel ${words}`, `渠道为${words}`],
  product: (words) => [`with the product ${words}`, `产品为${words}`],
  branch: (words) => [`of the branch ${words}`, `网点为${words}`],
  level: (words) => [`of the level ${words}`, `等级为${words}`],
  topic: (words) => [`whose text tells of ${words}`, `内容涉及${words}`],
  customerGroup: (words) => [`of a customer of the group ${words}`, `客户属于${words}组`],
  receivingDepartment: (words) => [`received by ${words}`, `由${words}受理`],
};

const part = (words: PackWords, dimension: Dimension, wanted: string | readonly string[] | boolean): string => {
  if (dimension === 'outOfHours' || dimension === 'keyCustomer' || dimension === 'transferred')
    return words.say(...yesOrNo[dimension][wanted === true ? 0 : 1]);
  return words.say(...valued[dimension](valuesIn(words, dimension, typeof wanted === 'boolean' ? [] : wanted)));
};

/** `matters of the kind “Complaint”, of the level “Major”`; what fits everything is `all matters`. */
export const conditionWords = (words: PackWords, when: Condition | undefined, everything?: string): string => {
  const parts = (Object.entries(when ?? {}) as [Dimension, Condition[Dimension]][]).flatMap(([dimension, wanted]) =>
    wanted === undefined ? [] : [part(words, dimension, wanted)],
  );
  if (parts.length === 0) return everything ?? words.say('all matters', '所有事项');
  return words.say(`matters ${parts.join(', ')}`, `${parts.join('且')}的事项`);
};

/** How a dimension is called: `level`, 等级. */
export const dimensionName = ({ say }: PackWords, dimension: string): string => {
  const names: Readonly<Record<string, string>> = {
    category: say('category', '类别'),
    kind: say('kind of need', '需求类型'),
    channel: say('channel', '渠道'),
    product: say('product', '产品'),
    branch: say('branch', '网点'),
    level: say('level', '等级'),
  };
  return names[dimension] ?? dimension;
};

/** The name of one value of a dimension. */
export const valueName = (words: PackWords, dimension: string, value: string): string => {
  const section = sections[dimension as Dimension];
  return section === undefined ? value : words.name(section, value);
};
