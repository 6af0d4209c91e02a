import { describe, expect, it } from '@jest/globals';
import { callIdOf } from '@complaint-ledger/contracts';
import { factsOf } from '@complaint-ledger/testing';
import { CASE_ID, asked, caseSpec, learnt, on, standardBut } from '../testing/case-spec.ts';
import { words } from '../testing/words.ts';

const filed = (data: Parameters<ReturnType<typeof factsOf>>[2] = {}, at = on('10:00')) =>
  learnt(factsOf('C1')('ComplaintFiled', at, data as object));

describe('what a case keeps of its record', () => {
  it('FILE-2: who received it, the call it came by, the loss, what nobody told, and what the text told of', () => {
    const call = callIdOf('crm://test', 'K1');
    caseSpec()
      .given()
      .when(
        filed({
          receivingDepartment: 'customer-service',
          callId: call,
          lossFen: 12_000,
          missing: ['demand'],
          topics: ['injury'],
          keyCustomer: true,
          customerGroup: 'east',
        }),
      )
      .thenAmong([
        'CaseOpened',
        {
          receivingDepartment: 'customer-service',
          call,
          lossFen: 12_000,
          missing: ['demand'],
          topics: ['injury'],
          keyCustomer: true,
          customerGroup: 'east',
        },
      ]);
  });

  it('FILE-2: nothing of what nobody told', () => {
    const none = { receivingDepartment: undefined, call: undefined, lossFen: undefined, missing: undefined };
    caseSpec()
      .given()
      .when(filed())
      .thenAmong(['CaseOpened', { ...none, topics: undefined, keyCustomer: undefined, outOfHours: undefined }]);
  });

  it('FIRST-3: a call was received by the department that took it, and is its own call', () => {
    caseSpec()
      .given()
      .when(learnt(factsOf('K1')('CallReceived', on('10:00'), { kind: 'complaint', department: 'sales' })))
      .thenAmong(['CaseOpened', { receivingDepartment: 'sales', call: CASE_ID }]);
  });

  it.each([
    ['in the evening', on('20:00'), true],
    ['on a day off', on('10:00', 22), true],
    ['inside the hours', on('09:00'), undefined],
  ])('ESC-3: whether it was filed out of hours: %s', (_, at, outOfHours) => {
    caseSpec().given().when(filed({}, at)).thenAmong(['CaseOpened', { outOfHours }]);
  });
});

describe('the class of a category', () => {
  const tree = standardBut({
    categories: {
      business: words('Business'),
      'staff-error': { ...words('Staff error'), under: 'business' },
      till: { ...words('Till'), under: 'staff-error' },
    },
  });

  it('FILE-5: is the topmost above it, and follows it when the matter is reclassified', () => {
    caseSpec(tree)
      .given()
      .when(filed({ category: 'till' }))
      .thenAmong(['CaseOpened', { dims: { category: 'till', class: 'business' } }]);
    caseSpec(tree)
      .given(filed({ category: 'business' }))
      .when(asked('reclassify', on('10:05'), { category: 'till', reason: '…' }))
      .thenExactly(['CaseReclassified', { was: { class: undefined }, dims: { category: 'till', class: 'business' } }]);
  });

  it('FILE-5: a topmost category and one that the pack does not know have none', () => {
    for (const category of ['business', 'unknown'])
      caseSpec(tree)
        .given()
        .when(filed({ category }))
        .thenAmong(['CaseOpened', { dims: { category, class: undefined } }]);
  });
});

describe('a confidential matter', () => {
  const seenBy = ['leader-in-charge', 'general-manager'];
  const secret = standardBut({ confidential: [{ when: { kind: 'whistleblowing' }, seenBy }] });

  it('FILE-1: says from its first event on who alone may see it', () => {
    const { events } = caseSpec(secret)
      .given()
      .when(filed({ kind: 'whistleblowing' }));
    expect(events.map(({ data }) => data.dims.seenBy)).toEqual(events.map(() => seenBy));
  });

  it('FILE-1: is one from the moment a letter is sorted as whistleblowing', () => {
    caseSpec(secret)
      .given(filed({ kind: 'complaint' }))
      .when(asked('reclassify', on('10:05'), { kind: 'whistleblowing', reason: '…' }))
      .thenAmong(['CaseReclassified', { was: { seenBy: undefined }, dims: { seenBy } }]);
  });

  it('FILE-1: any other is seen by everybody who reads cases', () => {
    caseSpec(secret)
      .given()
      .when(filed({ kind: 'complaint' }))
      .thenAmong(['CaseOpened', { dims: { seenBy: undefined } }]);
  });
});

describe('whom a rule proposes', () => {
  const rules = standardBut({
    duty: [{ person: 'duty-1', on: ['sat', 'sun'] }],
    assignment: [
      { when: { outOfHours: true }, to: { department: 'operations', duty: true } },
      { when: {}, to: { department: 'customer-service', ownGroup: true } },
      { when: {}, to: { department: 'quality' } },
    ],
  });

  it('ESC-3: outside the hours the one on duty, and where nobody is, the next rule speaks', () => {
    caseSpec(rules)
      .given()
      .when(filed({}, on('10:00', 22)))
      .thenAmong(['CaseAssigned', { holder: { department: 'operations', person: 'duty-1' }, proposal: true }]);
    caseSpec(rules)
      .given()
      .when(filed({}, on('20:00')))
      .thenAmong(['CaseAssigned', { holder: { department: 'quality' }, assignmentRule: 'assignment.2' }]);
  });

  it('FIRST-2: the own group of the customer, who must have one', () => {
    caseSpec(rules)
      .given()
      .when(filed({ customerGroup: 'east' }))
      .thenAmong(['CaseAssigned', { holder: { department: 'customer-service', group: 'east' } }]);
    caseSpec(rules)
      .given()
      .when(filed())
      .thenAmong(['CaseAssigned', { holder: { department: 'quality', group: undefined } }]);
  });
});
