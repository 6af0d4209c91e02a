import { LedgerError, type Sentence, said } from '@complaint-ledger/contracts';

/** One fault of a configuration file, told so that its author can mend it. */
export interface Problem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Dotted place, such as `deadlines.resolution.within`. */
  readonly path: string;
  readonly message: Sentence;
  readonly hint?: Sentence;
}

const sorts = { 'policy pack': '制度包', calendar: '日历', mapping: '映射文件', file: '文件' } as const;

/** What a configuration file is, as a sentence calls it. */
export type FileSort = keyof typeof sorts;

/** The sort of file in Chinese. */
export const zhSort = (what: FileSort): string => sorts[what];

export const tellProblem = ({ file, line, path, message, hint }: Problem, language: keyof Sentence): string => {
  const [colon, gap] = language === 'en' ? [': ', ' '] : ['：', ''];
  const told = `${path === '' ? '' : `${path}${colon}`}${message[language]}`;
  return `${file}:${line}${colon}${told}${hint === undefined ? '' : `${gap}${hint[language]}`}`;
};

/** LedgerError `config` that lists every problem with its hint, with `details.problems`. */
export const configError = (what: FileSort, file: string, found: readonly Problem[]): LedgerError => {
  const problems = [...found].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  const [first] = problems;
  const listed = (language: keyof Sentence): string =>
    problems.map((problem) => tellProblem(problem, language)).join('\n');
  const count = problems.length;
  const told =
    count === 1
      ? said(listed('en'), listed('zh-CN'))
      : said(
          `The ${what} ${file} has ${count} faults:\n${listed('en')}`,
          `${zhSort(what)} ${file} 有 ${count} 处错误：\n${listed('zh-CN')}`,
        );
  return new LedgerError('config', told, { problems, ...(first && { path: `${first.file}:${first.line}` }) });
};
