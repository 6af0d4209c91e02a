import { describe, expect, it } from '@jest/globals';
import type { PolicyPack } from '@complaint-ledger/policy';
import { learnt, on, swept } from '../testing/case-spec.ts';
import { complaint, rule, under } from '../testing/deadline-story.ts';
import { words } from '../testing/words.ts';

describe('what starts and meets a deadline', () => {
  it('FUP-1: what happened before it began does not meet it', () => {
    const { filed, reached, resolved } = complaint();
    const told = { told: rule('resolved', 'contacted', '1h') };
    const settled = under(told).given(filed, reached(on('09:30')), resolved(on('10:00')));
    settled.when(swept(on('11:01'))).thenExactly(['DeadlineMissed', { deadline: 'told#1', dueAt: on('11:00') }]);
    settled.when(reached(on('10:30'))).thenExactly('CustomerContacted', ['DeadlineMet', { metAt: on('10:30') }]);
  });

  it('FUP-1: the second act is the second after it began', () => {
    const { filed, reached, resolved } = complaint();
    under({ twice: rule('resolved', 'contacted', '4h', { nth: 2 }) })
      .given(filed, reached(on('09:30')), resolved(on('10:00')), reached(on('10:10')))
      .when(reached(on('10:20')))
      .thenExactly('CustomerContacted', ['DeadlineMet', { metAt: on('10:20') }]);
  });

  it('ESC-4: since an office was told, until it answered', () => {
    const route = {
      told: rule('filed', 'escalated:vice-president', '1 working day'),
      answered: rule('escalated:vice-president', 'step:answered', '24h'),
    };
    const { filed, told, step } = complaint();
    const asked = under(route).given(filed, step(on('09:30'), 'answered'), told(on('10:00'), 'vice-president'));
    expect(asked.events.filter(({ type }) => type.startsWith('Deadline'))).toMatchObject([
      { type: 'DeadlineStarted', data: { name: 'told', dueAt: on('18:00') } },
      { type: 'DeadlineMet', data: { name: 'told' } },
      { type: 'DeadlineStarted', data: { name: 'answered', dueAt: on('10:00', 24) } },
    ]);
    asked
      .when(step(on('11:00'), 'answered'))
      .thenExactly('InvestigationRecorded', ['DeadlineMet', { name: 'answered', metAt: on('11:00') }]);
  });

  it('ESC-4: the time on the memo is when the department answers', () => {
    const memo = { memo: rule('step:memo', 'step:department-answer', 'given') };
    const { filed, step } = complaint();
    const sent = under(memo).given(filed, step(on('09:30'), 'memo'));
    sent.when(swept(on('18:00'))).thenNothing();
    sent
      .when(step(on('10:00'), 'memo', on('16:00', 25)))
      .thenExactly('InvestigationRecorded', [
        'DeadlineStarted',
        { dueAt: on('16:00', 25), explanation: { startedBy: 'step:memo', startedAt: on('10:00'), clock: 'given' } },
      ]);
  });

  it('ESC-4: a time that the source gives with the complaint is the one that counts', () => {
    const memo = { memo: rule('step:memo', 'step:department-answer', '24h') };
    const { filed, step } = complaint({ dueTimes: { memo: on('12:00', 30) } });
    under(memo)
      .given(filed)
      .when(step(on('10:00'), 'memo', on('16:00', 25)))
      .thenAmong(['DeadlineStarted', { dueAt: on('12:00', 30) }]);
  });

  it('FUP-4: since it was closed', () => {
    const survey = { survey: rule('closed', 'followed-up', '2 working days') };
    const { tell, filed, resolved, closed } = complaint();
    const ended = under(survey).given(filed, resolved(on('10:00')), closed(on('11:00')));
    expect(ended.events.at(-1)).toMatchObject({ type: 'DeadlineStarted', data: { dueAt: on('11:00', 25) } });
    ended.when(swept(on('12:00', 25))).thenExactly('DeadlineMissed');
    ended
      .when(learnt(tell('FollowUpReported', on('12:00', 24), { reached: true })))
      .thenExactly('CustomerFollowedUp', ['DeadlineMet', { name: 'survey' }]);
  });

  it('RES-6: a step that comes after the settlement is not ended by it', () => {
    const after = { proposal: rule('round', 'step:proposal', '48h') };
    const { filed, resolved } = complaint();
    const settled = (steps: NonNullable<PolicyPack['steps']>) =>
      under(after, { steps })
        .given(filed, resolved(on('10:00')))
        .events.at(-1)?.type;
    expect(settled({ proposal: { ...words('Proposal'), after: 'resolved' } })).toBe('CaseResolved');
    expect(settled({ proposal: words('Proposal') })).toBe('DeadlineLapsed');
  });
});

describe('CONT-1: a deadline that starts with the assignment', () => {
  const contact = { contact: rule('assigned', 'contacted', '24h', { rule: 'CONT-1' }) };

  it('CONT-1: in a new round it starts with the round for whoever has the case then', () => {
    const { filed, reached, resolved, reopened } = complaint();
    under(contact)
      .given(filed, reached(on('09:30')), resolved(on('10:00')))
      .when(reopened(on('12:00', 25)))
      .thenExactly('CaseReopened', ['DeadlineStarted', { deadline: 'contact#2', dueAt: on('12:00', 26) }]);
  });

  it('CONT-1: where nobody has it, with the first assignment of the round', () => {
    const { tell, filed, resolved, reopened } = complaint({ department: undefined });
    const unheld = under(contact, { assignment: [] }).given(filed, resolved(on('10:00')), reopened(on('12:00', 25)));
    expect(unheld.events.at(-1)?.type).toBe('CaseReopened');
    unheld
      .when(learnt(tell('AssignmentReported', on('13:00', 25), { department: 'sales' })))
      .thenExactly('CaseAssigned', ['DeadlineStarted', { deadline: 'contact#2', dueAt: on('13:00', 26) }]);
  });

  it('FILE-4: what the assignment meets is met from the start of a new round', () => {
    const { filed, resolved, reopened } = complaint();
    under({ forward: rule('round', 'assigned', '1h') })
      .given(filed, resolved(on('10:00')))
      .when(reopened(on('12:00', 25)))
      .thenExactly('CaseReopened', 'DeadlineStarted', ['DeadlineMet', { deadline: 'forward#2' }]);
  });
});
