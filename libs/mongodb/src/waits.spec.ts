import { describe, expect, it } from '@jest/globals';
import { impatient, patient } from './waits.ts';

const WAITS = 'serverSelectionTimeoutMS=500&connectTimeoutMS=500&socketTimeoutMS=500';

describe('a connection string for whoever will not wait', () => {
  it.each([
    ['mongodb://a:1,b:2', `mongodb://a:1,b:2/?${WAITS}`],
    ['mongodb://u:p%3F@a/ledger', `mongodb://u:p%3F@a/ledger?${WAITS}`],
    ['mongodb+srv://a/ledger?tls=true', `mongodb+srv://a/ledger?tls=true&${WAITS}`],
    [
      'mongodb://a/?socketTimeoutMS=9',
      'mongodb://a/?socketTimeoutMS=9&serverSelectionTimeoutMS=500&connectTimeoutMS=500',
    ],
  ])('%s is %s', (url, hurried) => {
    expect(impatient(url, 500)).toBe(hurried);
  });

  it('says nothing of answers where only servers are waited for, and knows its options by any spelling', () => {
    expect(patient('mongodb://a/ledger?serverselectiontimeoutms=9', 500)).toBe(
      'mongodb://a/ledger?serverselectiontimeoutms=9&connectTimeoutMS=500',
    );
  });
});
