import { describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, swept } from '../testing/case-spec.ts';

const policy = openPolicyBook().policy('clinic-hotline');
const { pack } = policy;
const clinic = caseSpec(policy);

/** New Year 2026 closes Thursday 1 to Saturday 3 January; Sunday 4 January is worked. */
const january = (day: number, time: string): string => `2026-01-${String(day).padStart(2, '0')}T${time}:00+08:00`;
const lastDay = (time: string): string => `2025-12-31T${time}:00+08:00`;

const complaint = (category: string, at: string = lastDay('17:00')) => {
  const tell = factsOf('K1', { policy: 'clinic-hotline' });
  return { tell, filed: learnt(tell('ComplaintFiled', at, { category, receivedBy: 'agent-2' })) };
};

describe('the clinic-hotline pack', () => {
  it('FIRST-1, RES-1: three working days over New Year, the worked Sunday counted', () => {
    const { tell, filed } = complaint('treatment');
    // Wednesday 17:00-18:00, Sunday and Monday whole, Tuesday until 17:00.
    clinic
      .given()
      .when(filed)
      .thenExactly(
        ['CaseOpened', { owner: 'agent-2' }],
        ['CaseAssigned', { holder: { department: 'medical-affairs' }, proposal: true }],
        ['DeadlineStarted', { name: 'resolution', dueAt: january(6, '17:00') }],
      );
    // The survey (FUP-4) in five working days: Monday from 10:00, Tuesday to Friday whole, Monday until 10:00.
    clinic
      .given(filed)
      .when(learnt(tell('ResolutionReported', january(5, '10:00'), {})))
      .thenExactly(
        'CaseResolved',
        ['DeadlineMet', { name: 'resolution' }],
        ['DeadlineStarted', { name: 'survey', dueAt: january(12, '10:00') }],
      );
  });

  it('RES-1: told at night, when the line answers all the same, the days begin at the next opening', () => {
    clinic
      .given()
      .when(complaint('waiting', january(1, '03:00')).filed)
      .thenAmong(['DeadlineStarted', { name: 'resolution', dueAt: january(6, '18:00') }]);
  });

  it('ESC-3: the line answers round the clock: at night and on days off whoever is on duty has the matter', () => {
    const heldBy = (at: string) => {
      const { events } = clinic.given().when(complaint('waiting', at).filed);
      return events.flatMap((event) => (event.type === 'CaseAssigned' ? [event.data.holder] : []));
    };
    expect(heldBy(january(1, '03:00'))).toEqual([{ department: 'consultation', person: 'duty-desk' }]);
    // Saturday in the day, and at night.
    expect(heldBy(january(3, '10:00'))).toEqual([{ department: 'consultation', person: 'weekend-desk' }]);
    expect(heldBy(january(3, '21:00'))).toEqual([{ department: 'consultation', person: 'duty-desk' }]);
    // A Sunday that is worked.
    expect(heldBy(january(4, '10:00'))).toEqual([{ department: 'appointments' }]);
  });

  it('CALL-3: a consultation answered on the call opens no case, a complaint does', () => {
    const call = (kind: string) =>
      learnt(
        factsOf('K2', { policy: 'clinic-hotline' })('CallReceived', lastDay('22:00'), { kind, outcome: 'answered' }),
      );
    expect(clinic.given().when(call('inquiry')).events).toEqual([]);
    expect(clinic.given().when(call('appointment')).events).toEqual([]);
    clinic
      .given()
      .when(call('complaint'))
      .thenAmong('CaseOpened', ['CaseAssigned', { holder: { department: 'consultation' } }]);
  });

  it('CALL-7: a call missed at night is returned within the hour, for the line sleeps at no time', () => {
    const tell = factsOf('K3', { policy: 'clinic-hotline' });
    const missed = learnt(tell('CallReceived', january(1, '03:00'), { kind: 'inquiry', outcome: 'missed' }));
    clinic
      .given()
      .when(missed)
      .thenExactly(
        ['CaseOpened', { about: 'call', dims: { task: true } }],
        ['CaseAssigned', { holder: { department: 'consultation', person: 'duty-desk' } }],
        ['DeadlineStarted', { name: 'missed-call', dueAt: january(1, '04:00'), explanation: { clock: 'elapsed' } }],
      );
    clinic
      .given(missed)
      .when(learnt(tell('ContactReported', january(1, '03:40'), { reached: true })))
      .thenAmong(['DeadlineMet', { name: 'missed-call' }]);
    clinic
      .given(missed)
      .when(swept(january(1, '04:01')))
      .thenExactly(['DeadlineMissed', { name: 'missed-call', dims: { department: 'consultation' } }]);
  });

  it('CALL-3: who wants an appointment is told that desk; a purchase is no word of a clinic', () => {
    expect(Object.keys(pack.kinds ?? {})).not.toContain('purchase');
    expect(Object.keys(pack.calls?.desks ?? {})).toEqual(['appointment']);
    expect(pack.calls?.desks?.['appointment']?.department).toBe('appointments');
  });

  it('CALL-13: an inquiry’s record asks for media source, age and residence; only the source stays readable', () => {
    expect(pack.records?.['inquiry']).toEqual(expect.arrayContaining(['media-source', 'age', 'residence']));
    expect(pack.fields?.['media-source']?.clear).toBe(true);
    expect(Object.keys(pack.fields?.['media-source']?.values ?? {})).toContain('outdoor');
    expect([pack.fields?.['age']?.clear, pack.fields?.['residence']?.clear]).toEqual([undefined, undefined]);
  });

  it('RES-1: nobody settled it: missed on Tuesday, by appointments', () => {
    clinic
      .given(complaint('appointment').filed)
      .when(swept(january(6, '17:01')))
      .thenExactly(['DeadlineMissed', { name: 'resolution', dims: { department: 'appointments' } }]);
  });

  it('RES-7: closing what is not settled is refused, unless the customer accepts', () => {
    const { filed } = complaint('price');
    clinic
      .given(filed)
      .when(asked('close', january(4, '10:00'), { outcome: 'closed' }))
      .thenRefused('RES-7', 'CommandRefused');
    clinic
      .given(filed)
      .when(asked('close', january(4, '10:00'), { outcome: 'customer-accepted' }))
      .thenAmong(['CaseClosed', { outcome: 'customer-accepted' }]);
  });
});
