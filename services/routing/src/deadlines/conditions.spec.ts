import { describe, expect, it } from '@jest/globals';
import { learnt, on, swept } from '../testing/case-spec.ts';
import { complaint, rule, under } from '../testing/deadline-story.ts';

describe('a deadline with a condition', () => {
  const gm = 'escalated:general-manager';
  const major = { report: rule('filed', gm, '1h', { rule: 'ESC-1', when: { level: ['major', 'crisis'] } }) };

  it('ESC-1: starts only for a matter that fits', () => {
    under(major)
      .given()
      .when(complaint({ level: 'major' }).filed)
      .thenAmong(['DeadlineStarted', { deadline: 'report#1', dueAt: on('10:00') }]);
    under(major).given().when(complaint().filed).thenNo('DeadlineStarted');
  });

  it('ESC-1: starts when the matter comes to fit, from that moment on', () => {
    const { filed, level } = complaint();
    under(major)
      .given(filed)
      .when(level(on('11:00'), 'major'))
      .thenExactly('LevelChanged', [
        'DeadlineStarted',
        { deadline: 'report#1', dueAt: on('12:00'), explanation: { startedBy: 'level', startedAt: on('11:00') } },
      ]);
  });

  it('ESC-1: lapses when it fits no more, and starts again when it does', () => {
    const { filed, level } = complaint({ level: 'major' });
    const lowered = under(major).given(filed, level(on('09:30'), 'dissatisfied'));
    expect(lowered.events.at(-1)).toMatchObject({ type: 'DeadlineLapsed', data: { lapsedAt: on('09:30') } });
    lowered
      .when(level(on('14:00'), 'crisis'))
      .thenExactly('LevelChanged', ['DeadlineStarted', { deadline: 'report#1.2', dueAt: on('15:00') }]);
  });

  it('ESC-1: what was missed or met by then stands, and is not owed again', () => {
    const { filed, level, told } = complaint({ level: 'major' });
    const toggled = [level(on('11:00'), 'dissatisfied'), level(on('12:00'), 'major')];
    under(major)
      .given(filed, swept(on('10:30')), ...toggled)
      .when(swept(on('18:00')))
      .thenNothing();
    under(major)
      .given(filed, told(on('09:30'), 'general-manager'), ...toggled)
      .when(swept(on('18:00')))
      .thenNothing();
  });

  it('ESC-1: lapses also when the correction became known late, unless it had been missed', () => {
    const { tell, filed } = complaint({ level: 'major', kind: 'complaint' });
    const fault = { report: rule('filed', gm, '4h', { when: { kind: 'complaint' } }) };
    const corrected = (knownAt: string) => learnt(tell('ComplaintAmended', on('09:10'), { kind: 'fault' }), knownAt);
    under(fault)
      .given(filed)
      .when(corrected(on('12:00')))
      .thenAmong(['DeadlineLapsed', { lapsedAt: on('09:10') }]);
    under(fault)
      .given(filed)
      .when(corrected(on('13:01')))
      .thenAmong('DeadlineMissed')
      .thenNo('DeadlineLapsed', 'DeadlineMissReversed');
  });

  it('RES-6: passed from one department to another, it comes to fit', () => {
    const { tell, filed } = complaint();
    const handover = ['need', 'facts', 'promised', 'contact'];
    under({ proposal: rule('filed', 'step:proposal', '24h', { when: { transferred: true } }) })
      .given(filed)
      .when(learnt(tell('TransferReported', on('10:00'), { to: { department: 'finance' }, handover })))
      .thenExactly('CaseTransferred', ['DeadlineStarted', { dueAt: on('10:00', 24) }]);
  });

  it('ESC-1: does not start for a matter that came to fit after it was settled', () => {
    const { filed, level, resolved } = complaint();
    under(major)
      .given(filed, resolved(on('10:00')))
      .when(level(on('11:00'), 'major'))
      .thenExactly('LevelChanged');
  });
});
