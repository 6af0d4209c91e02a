import type { Sentence } from './rules/rulebook.ts';

/** What went wrong, where, and what to do: the one error type of the ledger. */
export type ErrorCode =
  | 'invalid-input' // the caller must mend what `path` names
  | 'unsupported-media-type'
  | 'payload-too-large'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict' // the same id with other content
  | 'rule' // a rule of the policy refuses; `rule` names it
  | 'wrong-revision' // the stream moved on
  | 'stream-exists'
  | 'stream-not-found'
  | 'locked' // another process writes this ledger
  | 'closed'
  | 'storage' // disk full, I/O error: the outcome is unknown, retry with the same ids
  | 'unavailable' // a part that is needed cannot be reached; nothing was lost
  | 'corrupt' // stored bytes do not match their hash
  | 'calendar' // a year without calendar data
  | 'config';

interface ErrorFacts {
  /** Dotted place in the input, such as `data.level` or `row 17, column opened`. */
  readonly path?: string;
  /** Rule of the rulebook, such as `XFER-1`. */
  readonly rule?: string;
  readonly cause?: unknown;
  readonly [key: string]: unknown;
}

/** What an error says to its reader. */
export interface Told {
  readonly message: string;
  /** What the reader can do about it, one sentence. */
  readonly hint?: string;
}

export interface ErrorDetails extends ErrorFacts {
  /** What the reader can do about it, one sentence. */
  readonly hint?: string;
  /** The same words in Chinese, as far as there are any. */
  readonly zh?: Partial<Told>;
}

/** What is given to an error: sentences in both languages, or in English alone. */
export interface GivenDetails extends ErrorFacts {
  readonly hint?: string | Sentence;
  readonly zh?: Partial<Told>;
}

/** English first: `said('There is no such case.', '没有这件事项。')`. */
export const said = (en: string, zh: string): Sentence => ({ 'zh-CN': zh, en });

const english = (words: string | Sentence): string => (typeof words === 'string' ? words : words.en);

/** `message` and `details.hint` are English, whatever was given; `details.zh` has them in Chinese. */
export class LedgerError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string | Sentence, given: GivenDetails = {}) {
    super(english(message), given.cause === undefined ? undefined : { cause: given.cause });
    this.name = 'LedgerError';
    this.code = code;
    const { hint, zh: known, ...facts } = given;
    const zh = {
      ...known,
      ...(typeof message === 'object' && { message: message['zh-CN'] }),
      ...(typeof hint === 'object' && { hint: hint['zh-CN'] }),
    };
    this.details = {
      ...facts,
      ...(hint !== undefined && { hint: english(hint) }),
      ...(Object.keys(zh).length > 0 && { zh }),
    };
  }
}

/** An error in the reader's language; in English where it has no other words. */
export const toldIn = ({ message, details }: LedgerError, language: keyof Sentence): Told => {
  const { hint, zh } = details;
  const told: Told = { message, ...(hint !== undefined && { hint }) };
  return language === 'zh-CN' ? { ...told, ...zh } : told;
};

/** One part of what an error says, in both languages; undefined when it does not say it. */
export const inBoth = (error: LedgerError, part: keyof Told): Sentence | undefined => {
  const [en, zh] = [toldIn(error, 'en')[part], toldIn(error, 'zh-CN')[part]];
  return en === undefined || zh === undefined ? undefined : said(en, zh);
};

export const isLedgerError = (error: unknown, code?: ErrorCode): error is LedgerError =>
  error instanceof LedgerError && (code === undefined || error.code === code);
