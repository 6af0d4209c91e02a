import type { Say } from './language.ts';

/** The examples that stand below the help of a command. */
export const examples = (say: Say, ...lines: readonly string[]): string =>
  ['', say('Examples:', '示例：'), ...lines.map((line) => `  ${line}`)].join('\n');
