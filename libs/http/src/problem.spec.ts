import { type ErrorCode, LedgerError, said } from '@complaint-ledger/contracts';
import { describe, expect, it } from '@jest/globals';
import { problemOf } from './problem.ts';

const LIMIT = 10 * 1024 * 1024;
const answered = (code: ErrorCode, details = {}) =>
  problemOf(new LedgerError(code, 'What was wrong.', details), 'id', LIMIT);

describe('problem documents', () => {
  it.each([
    ['invalid-input', 422],
    ['unsupported-media-type', 415],
    ['payload-too-large', 413],
    ['unauthenticated', 401],
    ['forbidden', 403],
    ['not-found', 404],
    ['stream-not-found', 404],
    ['conflict', 409],
    ['rule', 409],
    ['wrong-revision', 409],
    ['stream-exists', 409],
    ['locked', 503],
    ['closed', 503],
    ['storage', 503],
    ['unavailable', 503],
    ['calendar', 503],
    ['corrupt', 500],
    ['config', 500],
  ] as const)('%s is answered %i', (code, status) => {
    const { problem, log } = answered(code);
    expect(problem).toMatchObject({ status, type: `urn:complaint-ledger:problem:${code}`, instance: 'urn:uuid:id' });
    expect(log).toBe(status >= 500);
  });

  it('answers 400 to what could not even be read', () => {
    expect(answered('invalid-input', { malformed: true }).problem.status).toBe(400);
  });

  it('says when to try again after what passes', () => {
    for (const code of ['locked', 'storage', 'unavailable', 'closed'] as const) {
      expect(answered(code).headers['retry-after']).toMatch(/^\d+$/);
    }
  });

  it.each(['storage', 'locked', 'closed', 'unavailable', 'corrupt', 'config'] as const)(
    'tells a caller no file of the server: %s',
    (code) => {
      const error = new LedgerError(code, 'The disk of /srv/ledger/events.db is full', {
        path: '/srv/ledger/events.db',
        hint: 'Make room on /srv.',
      });
      expect(JSON.stringify(problemOf(error, 'id', LIMIT))).not.toContain('/srv');
    },
  );

  it('says the rule that spoke and the title in the language of the reader', () => {
    const error = new LedgerError('rule', 'refused', { rule: 'XFER-1' });
    expect(problemOf(error, 'id', LIMIT, 'zh-CN').problem).toMatchObject({
      title: '规则不允许',
      ruleText: '同一来电或事项至多转办一次。',
    });
    expect(problemOf(error, 'id', LIMIT).problem).toMatchObject({
      title: 'A rule refuses this',
      ruleText: 'The same matter is transferred at most once.',
    });
  });

  it('tells what was wrong and what to do in the language of the reader', () => {
    const error = new LedgerError('not-found', said('There is no case K1.', '没有案件 K1。'), {
      hint: said('Look it up.', '请先查询。'),
    });
    expect(problemOf(error, 'id', LIMIT, 'zh-CN').problem).toMatchObject({
      detail: '没有案件 K1。',
      hint: '请先查询。',
    });
    expect(problemOf(error, 'id', LIMIT).problem).toMatchObject({
      detail: 'There is no case K1.',
      hint: 'Look it up.',
    });
    expect(problemOf(error, 'id', LIMIT, 'zh-CN').problem).not.toHaveProperty('zh');
  });

  it('tells nothing of an unknown error', () => {
    const { problem } = problemOf(new TypeError('secret'), 'id', LIMIT);
    expect(problem.status).toBe(500);
    expect(JSON.stringify(problem)).not.toContain('secret');
  });

  it('tells place, rule, hint and where the message is kept', () => {
    const details = { path: 'to', rule: 'XFER-3', hint: 'Fill it in.', missing: ['need'], quarantineId: 'q', other: 1 };
    const { problem } = answered('rule', details);
    expect(problem).toMatchObject({
      path: 'to',
      rule: 'XFER-3',
      hint: 'Fill it in.',
      missing: ['need'],
      quarantineId: 'q',
    });
    expect(problem).not.toHaveProperty('other');
  });
});
