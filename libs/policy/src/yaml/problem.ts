import { LedgerError } from '@complaint-ledger/contracts';

/** One fault of a configuration file, told so that its author can mend it. */
export interface Problem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Dotted place, such as `deadlines.resolution.within`. */
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
}

export const tellProblem = ({ file, line, path, message, hint }: Problem): string =>
  `${file}:${line}: ${path === '' ? '' : `${path}: `}${message}${hint === undefined ? '' : ` ${hint}`}`;

/** LedgerError `config` that lists every problem with its hint, with `details.problems`. */
export const configError = (what: string, file: string, found: readonly Problem[]): LedgerError => {
  const problems = [...found].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  const [first] = problems;
  const several = `The ${what} ${file} has ${problems.length} faults:\n${problems.map(tellProblem).join('\n')}`;
  return new LedgerError('config', first && problems.length === 1 ? tellProblem(first) : several, {
    problems,
    ...(first && { path: `${first.file}:${first.line}` }),
  });
};
