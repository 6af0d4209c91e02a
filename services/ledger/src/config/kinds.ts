import { isAbsolute, resolve } from 'node:path';
import { type Sentence, said } from '@complaint-ledger/contracts';
import Type, { type TSchema } from 'typebox';
import { type Language, languageOf } from '../cli/language.ts';
import { WebhookPresets } from './webhook-preset.ts';

/** As it was given: words of a variable or flag, or the items of a list. */
export type Raw = string | readonly string[];

/** How a setting is written, and what is made of it. */
export interface Kind<T> {
  /** In a configuration file. */
  readonly schema: TSchema;
  /** What the tables of the documentation call it. */
  readonly word: Sentence;
  /** What to write, for whoever wrote something else. */
  readonly hint: Sentence;
  /** Undefined for what does not fit. Relative paths begin at `folder`. */
  readonly read: (raw: Raw, folder: string) => T | undefined;
}

const one = (raw: Raw): string => (typeof raw === 'string' ? raw : raw.join(','));

const items = (raw: Raw): readonly string[] =>
  (typeof raw === 'string' ? raw.split(',') : raw).map((each) => each.trim()).filter((each) => each !== '');

const absolute = (path: string, folder: string): string => (isAbsolute(path) ? path : resolve(folder, path));

const Word = Type.String({ minLength: 1 });

export const text: Kind<string> = {
  schema: Type.String(),
  word: said('text', '文字'),
  hint: said('Write a text.', '请写文字。'),
  read: one,
};

export const path: Kind<string> = {
  schema: Word,
  word: said('path', '路径'),
  hint: said('Write a path.', '请写路径。'),
  // Of more than one line: the text of a file, whose name was meant.
  read: (raw, folder) => (/[\r\n]/.test(one(raw)) ? undefined : absolute(one(raw), folder)),
};

export const paths: Kind<readonly string[]> = {
  schema: Type.Array(Word),
  word: said('paths', '路径列表'),
  hint: said('Write paths, with commas between them; a list in a file.', '请写路径，用逗号分隔；文件中写成列表。'),
  read: (raw, folder) => items(raw).map((each) => absolute(each, folder)),
};

export const addresses: Kind<readonly string[]> = {
  schema: Type.Array(Word, { minItems: 1 }),
  word: said('host:port, …', 'host:port 列表'),
  hint: said(
    'Write host:port, several with commas between them; a list in a file.',
    '请写 host:port，多个用逗号分隔；文件中写成列表。',
  ),
  read: (raw) => {
    const all = items(raw);
    return all.length > 0 && all.every((each) => /^([\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/.test(each)) ? all : undefined;
  },
};

export const wholeNumber = (minimum: number, maximum: number, hint?: Sentence): Kind<number> => ({
  schema: Type.Integer({ minimum, maximum }),
  word: said(`${minimum}…${maximum}`, `${minimum}…${maximum}`),
  hint: hint ?? said(`Use a whole number from ${minimum} to ${maximum}.`, `请用 ${minimum} 到 ${maximum} 的整数。`),
  read: (raw) => {
    const [words, value] = [one(raw), Number(one(raw))];
    return /^\d{1,15}$/.test(words) && value >= minimum && value <= maximum ? value : undefined;
  },
});

export const choice = <const Words extends readonly string[]>(words: Words): Kind<Words[number]> => ({
  schema: Type.Union(words.map((word) => Type.Literal(word))),
  word: said(words.join(', '), words.join('、')),
  hint: said(`Use one of ${words.join(', ')}.`, `请用其中之一：${words.join('、')}。`),
  read: (raw) => words.find((word) => word === one(raw).toLowerCase()),
});

export const language: Kind<Language> = {
  schema: Type.Union([Type.Literal('zh-CN'), Type.Literal('en')]),
  word: said('zh-CN, en', 'zh-CN、en'),
  hint: said('Use zh-CN or en.', '请用 zh-CN 或 en。'),
  read: (raw) => (/^(zh|en)/i.test(one(raw)) ? languageOf(one(raw)) : undefined),
};

/** Whether TLS is used, and whose certificates are trusted: the system's, or those in a file. */
export type Tls = boolean | { readonly authority: string };

export const tls: Kind<Tls> = {
  schema: Type.Union([Type.Boolean(), Word]),
  word: said('true, false or a path', 'true、false 或路径'),
  hint: said('Write true, false or the path of a PEM file.', '请写 true、false 或 PEM 文件的路径。'),
  read: (raw, folder) => {
    const words = one(raw);
    return words === 'true' || words === 'false' ? words === 'true' : { authority: absolute(words, folder) };
  },
};

/** Where an engine is; user and password may stand in it. */
const connection = (schemes: readonly string[], example: string): Kind<string> => ({
  schema: Word,
  word: said('connection string', '连接串'),
  hint: said(`Write it as ${example}.`, `请写成 ${example}。`),
  read: (raw) => (schemes.some((scheme) => one(raw).startsWith(`${scheme}://`)) ? one(raw) : undefined),
});

export const kurrentDb = connection(
  ['kurrentdb', 'kurrent', 'kdb', 'esdb'].flatMap((scheme) => [scheme, `${scheme}+discover`]),
  'kurrentdb://user:secret@host:2113?tls=true',
);

export const mongoDb = connection(['mongodb', 'mongodb+srv'], 'mongodb://user:secret@host:27017/ledger?replicaSet=rs0');

export const key: Kind<string> = {
  schema: Word,
  word: said('32 bytes in base64', '32 字节的 base64'),
  hint: said(
    'A vault key is 32 bytes in base64: 44 characters. Restore it from your backup; a new one opens nothing.',
    '保险库密钥是 32 字节的 base64，共 44 个字符。请从备份中恢复；新密钥打不开任何内容。',
  ),
  read: one,
};

export const port: Kind<number> = {
  ...wholeNumber(
    0,
    65_535,
    said('Use a number from 0 to 65535; 0 takes any.', '请用 0 到 65535 之间的数；0 表示任取。'),
  ),
  word: said('port', '端口'),
};

const DIVISORS: readonly number[] = [1, 2, 4, 8, 16, 32, 64];

export const divisorOf64: Kind<number> = {
  schema: Type.Union(DIVISORS.map((each) => Type.Literal(each))),
  word: said(DIVISORS.join(', '), DIVISORS.join('、')),
  hint: said(`Use a divisor of 64: ${DIVISORS.join(', ')}.`, `请用 64 的约数：${DIVISORS.join('、')}。`),
  read: (raw) => DIVISORS.find((each) => String(each) === one(raw)),
};

/** A path; in a configuration file also the presets themselves, which `webhook-settings.ts` reads. */
export const webhooks: Kind<string> = {
  ...path,
  schema: Type.Union([Word, WebhookPresets]),
  word: said('path, or presets', '路径或各预设'),
};
