import { parseLength } from '../length.ts';
import type { Path } from '../yaml/read-yaml.ts';
import type { Checking } from './checking.ts';

/** A length of a deadline: clock or working time, until the end of a day, or as the source gives it. */
export const checkLength = (checking: Checking, text: string, path: Path): void => {
  const { pack } = checking;
  const hasWorkingTime = pack.calendar !== undefined && (pack.workingHours ?? []).length > 0;
  const length = parseLength(text);
  if (!length) {
    checking.report(path, `'${text}' is no time at all.`, 'Write a length above zero.');
  } else if (/\bworking\b/.test(text) && !hasWorkingTime) {
    checking.report(
      path,
      `'${text}' is counted in working time, but the pack has no ${pack.calendar === undefined ? 'calendar' : 'working hours'}.`,
      'Add calendar: CN and workingHours: [09:00-18:00], or use 24h and the like.',
    );
  }
};

/** A stretch of time that has one length whenever it begins. */
export const checkStretch = (checking: Checking, text: string | undefined, path: Path): void => {
  if (text === undefined) return;
  if (text === 'given' || text.startsWith('same ')) {
    checking.report(path, `'${text}' has no length of its own.`, 'Write a length, such as 5min, 24h or 30d.');
  } else checkLength(checking, text, path);
};

/** The same, by the clock alone. */
export const checkClockStretch = (checking: Checking, text: string | undefined, path: Path): void => {
  if (text !== undefined && text.includes('working')) {
    checking.report(path, `'${text}' is working time, and this is counted by the clock.`, 'Write 5min, 24h or 30d.');
  } else checkStretch(checking, text, path);
};
