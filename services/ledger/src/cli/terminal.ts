import type { Language, Say } from './language.ts';

/** Where a command writes: results to stdout, everything else to stderr. */
export interface Terminal {
  readonly language: Language;
  readonly say: Say;
  readonly json: boolean;
  /** One result line. */
  out(line: string): void;
  /** One line of progress or advice. */
  note(line: string): void;
  /** The stream that a progress bar may draw on; undefined when nobody watches. */
  readonly progress: NodeJS.WriteStream | undefined;
}

export interface Streams {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

const isTerminal = (stream: NodeJS.WritableStream): stream is NodeJS.WriteStream =>
  'isTTY' in stream && stream.isTTY === true;

export const terminalOf = ({ stdout, stderr }: Streams, language: Language, say: Say, json: boolean): Terminal => ({
  language,
  say,
  json,
  out: (line) => void stdout.write(`${line}\n`),
  note: (line) => void stderr.write(`${line}\n`),
  progress: isTerminal(stderr) ? stderr : undefined,
});
