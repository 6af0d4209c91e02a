import { said } from '@complaint-ledger/contracts';
import { type ParsedLength, parseLength } from '../length.ts';
import type { Path } from '../yaml/read-yaml.ts';
import type { Checking } from './checking.ts';

/** A length of a deadline: clock or working time, until the end of a day, or as the source gives it. */
export const checkLength = (checking: Checking, text: string, path: Path): void => {
  const { pack } = checking;
  const hasWorkingTime = pack.calendar !== undefined && (pack.workingHours ?? []).length > 0;
  const length = parseLength(text);
  if (!length) {
    checking.report(
      path,
      said(`'${text}' is no time at all.`, `“${text}”等于没有时间。`),
      said('Write a length above zero.', '请写大于零的时长。'),
    );
  } else if (/\bworking\b/.test(text) && !hasWorkingTime) {
    checking.report(
      path,
      pack.calendar === undefined
        ? said(
            `'${text}' is counted in working time, but the pack has no calendar.`,
            `“${text}”按工作时间计算，但制度包没有日历。`,
          )
        : said(
            `'${text}' is counted in working time, but the pack has no working hours.`,
            `“${text}”按工作时间计算，但制度包没有工作时间。`,
          ),
      said(
        'Add calendar: CN and workingHours: [09:00-18:00], or use 24h and the like.',
        '请加上 calendar: CN 和 workingHours: [09:00-18:00]，或改用 24h 之类的时长。',
      ),
    );
  } else if (isTooLong(length)) {
    checking.report(
      path,
      said(`'${text}' is longer than anybody waits.`, `“${text}”过长。`),
      said(
        'Write at most 36500d, 2500 working days or 20000 working hours.',
        '最长可写 36500d、2500 working days 或 20000 working hours。',
      ),
    );
  }
};

const LONGEST_MS = 36_500 * 86_400_000;
const LONGEST_WORKING = { day: 2_500, hour: 20_000 } as const;

/** Beyond this no calendar has data, and no time of ours can be written. */
const isTooLong = (length: ParsedLength): boolean =>
  (length.clock === 'elapsed' && length.ms > LONGEST_MS) ||
  (length.clock === 'working' && length.amount > LONGEST_WORKING[length.unit]);

/** A stretch of time that has one length whenever it begins. */
export const checkStretch = (checking: Checking, text: string | undefined, path: Path): void => {
  if (text === undefined) return;
  if (text === 'given' || text.startsWith('same ')) {
    checking.report(
      path,
      said(`'${text}' has no length of its own.`, `“${text}”没有固定的时长。`),
      said('Write a length, such as 5min, 24h or 30d.', '请写时长，如 5min、24h 或 30d。'),
    );
  } else checkLength(checking, text, path);
};

/** The same, by the clock alone. */
export const checkClockStretch = (checking: Checking, text: string | undefined, path: Path): void => {
  if (text !== undefined && text.includes('working')) {
    checking.report(
      path,
      said(
        `'${text}' is working time, and this is counted by the clock.`,
        `“${text}”是工作时间，而此处按自然时间计算。`,
      ),
      said('Write 5min, 24h or 30d.', '请写 5min、24h 或 30d。'),
    );
  } else checkStretch(checking, text, path);
};
