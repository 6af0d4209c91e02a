import { describe, expect, it } from '@jest/globals';
import { learnt, on, swept } from '../testing/case-spec.ts';
import { complaint, rule, under } from '../testing/deadline-story.ts';

describe('RES-2: a call-back that comes again', () => {
  const weekly = { weekly: rule('round', 'contacted', '7d', { rule: 'RES-2', again: true, penalty: '5 CNY' }) };

  it('RES-2: the next one is counted from the one that was kept', () => {
    const { filed, reached } = complaint();
    under(weekly)
      .given(filed)
      .when(reached(on('10:00', 25)))
      .thenExactly(
        'CustomerContacted',
        ['DeadlineMet', { deadline: 'weekly#1' }],
        [
          'DeadlineStarted',
          { deadline: 'weekly#1.2', dueAt: '2026-04-01T10:00:00+08:00', explanation: { startedBy: 'weekly#1 met' } },
        ],
      );
  });

  it('RES-2: and from the due time of one that was missed', () => {
    const { filed } = complaint();
    under(weekly)
      .given(filed)
      .when(swept('2026-04-06T09:00:01+08:00'))
      .thenExactly(
        ['DeadlineMissed', { deadline: 'weekly#1', dueAt: on('09:00', 30) }],
        ['PenaltyAssessed', { deadline: 'weekly#1', amountFen: 500 }],
        ['DeadlineStarted', { deadline: 'weekly#1.2', dueAt: '2026-04-06T09:00:00+08:00' }],
        ['DeadlineMissed', { deadline: 'weekly#1.2' }],
        ['PenaltyAssessed', { deadline: 'weekly#1.2' }],
        ['DeadlineStarted', { deadline: 'weekly#1.3', dueAt: '2026-04-13T09:00:00+08:00' }],
      );
  });

  it('RES-2: one call keeps one of them', () => {
    const { filed, reached } = complaint();
    under(weekly)
      .given(filed, reached(on('10:00', 24)))
      .when(reached(on('10:00', 25)))
      .thenExactly('CustomerContacted', ['DeadlineMet', { deadline: 'weekly#1.2' }], 'DeadlineStarted');
  });

  it('RES-2: until the round is settled; a new round begins anew', () => {
    const { filed, reached, resolved, reopened } = complaint();
    const settled = under(weekly).given(filed, reached(on('10:00', 24)), resolved(on('10:00', 25)));
    expect(settled.events.at(-1)).toMatchObject({ type: 'DeadlineLapsed', data: { deadline: 'weekly#1.2' } });
    settled.when(swept(on('10:00', 31))).thenNothing();
    settled.when(reopened(on('12:00', 26))).thenExactly('CaseReopened', ['DeadlineStarted', { deadline: 'weekly#2' }]);
  });

  it('RES-2: found settled in time, the misses after that are taken back', () => {
    const { filed, resolved } = complaint();
    const { events, state } = under(weekly)
      .given(filed, swept('2026-04-10T09:00:00+08:00'))
      .when(resolved(on('10:00', 25), '2026-04-10T09:00:00+08:00'));
    expect(events.map(({ type }) => type)).toEqual([
      'CaseResolved',
      'DeadlineMissReversed',
      'PenaltyReversed',
      'DeadlineLapsed',
      'DeadlineMissReversed',
      'PenaltyReversed',
      'DeadlineLapsed',
      'DeadlineLapsed',
    ]);
    expect(state?.deadlines.every(({ status }) => status === 'lapsed')).toBe(true);
  });

  it('RES-2: is counted from when the matter became one that has it, and no more once it is none', () => {
    const { tell, filed } = complaint({ kind: 'complaint' });
    const kind = (at: string, told: string) => learnt(tell('ComplaintAmended', at, { kind: told }));
    const within = { by: 'kind' as const, table: { suggestion: '7d' } };
    const became = under({ weekly: rule('round', 'contacted', within, { again: true }) }).given(
      filed,
      kind('2026-04-20T09:00:00+08:00', 'suggestion'),
    );
    expect(became.events.slice(-2)).toMatchObject([
      { type: 'CaseReclassified' },
      { type: 'DeadlineStarted', data: { deadline: 'weekly#1', dueAt: '2026-04-27T09:00:00+08:00' } },
    ]);
    became
      .when(kind('2026-04-21T09:00:00+08:00', 'complaint'))
      .thenExactly('CaseReclassified', ['DeadlineLapsed', { lapsedAt: '2026-04-21T09:00:00+08:00' }]);
  });

  it('RES-2: comes to an end however far the clock has come', () => {
    const { filed } = complaint();
    const { state } = under({ weekly: rule('round', 'contacted', '7d', { again: true }) })
      .given(filed)
      .when(swept('2036-03-23T09:00:00+08:00'));
    expect(state?.deadlines).toHaveLength(522);
    expect(state?.deadlines.filter(({ status }) => status === 'pending')).toHaveLength(1);
  });
});
