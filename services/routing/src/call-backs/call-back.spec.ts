import { describe, expect, it } from '@jest/globals';
import type { SealedBlob } from '@complaint-ledger/contracts';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, on, standardBut, standardPolicy, swept } from '../testing/case-spec.ts';
import { words } from '../testing/words.ts';

/** A pack that counts promised call-backs and those for missed calls, and one that counts neither. */
const { 'first-response': _first, 'second-response': _second, ...others } = standardPolicy.pack.deadlines;
const plain = Object.fromEntries(
  Object.entries(others).filter(([, { starts }]) => starts !== 'promised' && starts !== 'missed-call'),
);
const silent = standardBut({ deadlines: plain });
const policy = standardBut({
  deadlines: {
    ...plain,
    'call-back': { name: words('Call-back'), rule: 'CALL-6', starts: 'promised', metBy: 'contacted', within: 'given' },
    'missed-call': {
      name: words('Missed call'),
      rule: 'CALL-7',
      starts: 'missed-call',
      metBy: 'contacted',
      within: '2h',
      penalty: '10 CNY',
    },
  },
});

const spec = () => caseSpec(policy);
const withReason = { sealed: [{ person: 'p', blob: 'b' } as unknown as SealedBlob] };

const call = (data: object, at = on('09:00')) => {
  const tell = factsOf('K1');
  return { tell, received: learnt(tell('CallReceived', at, { kind: 'inquiry', department: 'sales', ...data })) };
};

const complaint = () => {
  const tell = factsOf('C1');
  const promised = (at: string, until: string, knownAt = at) =>
    learnt({ ...tell('CallBackPromiseReported', at, { until, person: 'li' }), ...withReason }, knownAt);
  const reached = (at: string, knownAt = at) => learnt(tell('ContactReported', at, { reached: true }), knownAt);
  return { tell, promised, reached, filed: learnt(tell('ComplaintFiled', on('09:00'), { department: 'sales' })) };
};

describe('a promised call-back', () => {
  it('CALL-6, FIRST-2: is a deadline of its own, due when it was promised, by a named person', () => {
    const { filed, promised } = complaint();
    spec()
      .given(filed)
      .when(promised(on('10:00'), on('15:00')))
      .thenExactly(
        ['CallBackPromised', { until: on('15:00'), person: 'li' }],
        ['DeadlineStarted', { deadline: 'call-back#1', dueAt: on('15:00'), callBack: true, response: false }],
      );
  });

  it('CALL-6: kept, when the customer is reached at or before that time', () => {
    const { filed, promised, reached } = complaint();
    spec()
      .given(filed, promised(on('10:00'), on('15:00')))
      .when(reached(on('15:00')))
      .thenExactly('CustomerContacted', [
        'DeadlineMet',
        { name: 'call-back', metAt: on('15:00'), callBack: true, callBackPerson: 'li' },
      ]);
  });

  it('CALL-6: a contact before the promise, or in the same moment, does not keep it', () => {
    const { filed, promised, reached } = complaint();
    spec()
      .given(filed, reached(on('10:00')), promised(on('10:00'), on('15:00')))
      .when(swept(on('15:01')))
      .thenExactly(['DeadlineMissed', { deadline: 'call-back#1', dueAt: on('15:00'), callBack: true }]);
  });

  it('CALL-6: each promise counts, and none lapses because the matter was settled meanwhile', () => {
    const { tell, filed, promised, reached } = complaint();
    const settled = learnt(tell('ResolutionReported', on('11:00'), {}));
    spec()
      .given(
        filed,
        promised(on('09:10'), on('09:40')),
        reached(on('09:30')),
        promised(on('10:00'), on('15:00')),
        settled,
      )
      .when(swept(on('15:01')))
      .thenExactly(['DeadlineMissed', { deadline: 'call-back#1.2', dueAt: on('15:00') }]);
  });

  it('CALL-6: for a time that was over, nothing is owed', () => {
    const { filed, promised } = complaint();
    spec()
      .given(filed)
      .when(promised(on('10:00'), on('09:30')))
      .thenExactly('CallBackPromised');
  });

  it('CALL-6: nothing is counted where the pack counts no promises', () => {
    const { filed, promised } = complaint();
    caseSpec(silent)
      .given(filed)
      .when(promised(on('10:00'), on('15:00')))
      .thenExactly('CallBackPromised');
  });
});

describe('a renewed promise', () => {
  it('CALL-6: before the first ran out, another time with a reason moves it', () => {
    const { filed, promised } = complaint();
    spec()
      .given(filed, promised(on('10:00'), on('15:00')))
      .when(promised(on('14:00'), on('17:00')))
      .thenExactly(
        ['CallBackRenewed', { deadline: 'call-back#1', until: on('17:00'), person: 'li' }],
        ['DeadlineMoved', { wasDueAt: on('15:00'), dueAt: on('17:00'), because: 'renewal' }],
      );
  });

  it('CALL-6: the same time told again renews nothing', () => {
    const { filed, promised } = complaint();
    spec()
      .given(filed, promised(on('10:00'), on('15:00')))
      .when(promised(on('14:00'), on('15:00')))
      .thenNothing();
  });

  it('CALL-6: without a reason an observed one breaks the rule', () => {
    const { tell, filed, promised } = complaint();
    spec()
      .given(filed, promised(on('10:00'), on('15:00')))
      .when(learnt(tell('CallBackPromiseReported', on('14:00'), { until: on('17:00') })))
      .thenExactly('CallBackRenewed', ['RuleViolated', { rules: ['CALL-6'] }], 'DeadlineMoved');
  });

  it('CALL-6: without a reason one that is asked for is refused; a first promise needs none', () => {
    const { filed, promised } = complaint();
    spec()
      .given(filed, promised(on('10:00'), on('15:00')))
      .when(asked('promise', on('14:00'), { until: on('17:00') }))
      .thenRefused('CALL-6', ['CommandRefused', { command: 'promise' }]);
    spec()
      .given(filed, promised(on('10:00'), on('15:00')))
      .when(asked('promise', on('14:00'), { until: on('17:00'), reason: '配件未到' }))
      .thenExactly('CallBackRenewed', 'DeadlineMoved');
    spec()
      .given(filed)
      .when(asked('promise', on('14:00'), { until: on('17:00') }))
      .thenExactly('CallBackPromised', 'DeadlineStarted');
  });

  it('CALL-6: nobody can promise a time that is over', () => {
    const { filed } = complaint();
    expect(() =>
      spec()
        .given(filed)
        .when(asked('promise', on('14:00'), { until: on('13:00') })),
    ).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });

  it('CALL-6: after the first ran out it is a new promise, and the miss stands', () => {
    const { filed, promised } = complaint();
    spec()
      .given(filed, promised(on('10:00'), on('11:00')))
      .when(promised(on('14:00'), on('17:00')))
      .thenExactly(['DeadlineMissed', { deadline: 'call-back#1' }], 'CallBackPromised', [
        'DeadlineStarted',
        { deadline: 'call-back#1.2', dueAt: on('17:00') },
      ]);
  });

  it('CALL-6: one in time that became known late takes the miss back', () => {
    const { filed, promised } = complaint();
    spec()
      .given(filed, promised(on('10:00'), on('11:00')), swept(on('12:00')))
      .when(promised(on('10:30'), on('17:00'), on('12:00')))
      .thenExactly(
        'CallBackRenewed',
        ['DeadlineMissReversed', { because: 'renewal', dueAt: on('11:00') }],
        ['DeadlineMoved', { dueAt: on('17:00') }],
      );
  });
});

describe('a call that is no case', () => {
  it.each(['missed', 'abandoned'])('CALL-7: %s, it becomes a call-back to make and no complaint', (outcome) => {
    const { received } = call({ outcome });
    const task = { task: true, department: 'sales' };
    spec()
      .given()
      .when(received)
      .thenExactly(
        ['CaseOpened', { about: 'call', callMissed: true, dims: task }],
        ['DeadlineStarted', { deadline: 'missed-call#1', dueAt: on('11:00'), callBack: true, dims: task }],
      );
  });

  it('CALL-7: reaching the caller closes it, an attempt does not', () => {
    const { tell, received } = call({ outcome: 'missed' });
    spec()
      .given(received)
      .when(learnt(tell('ContactReported', on('09:30'), { reached: false })))
      .thenExactly('CustomerContacted');
    spec()
      .given(received)
      .when(asked('contact', on('10:00'), { reached: true }))
      .thenExactly(
        'CustomerContacted',
        ['CaseClosed', { outcome: 'called-back', dims: { task: true } }],
        ['DeadlineMet', { name: 'missed-call' }],
      );
  });

  it('CALL-7: not called back in time, it is missed and fined as the pack says', () => {
    const { received } = call({ outcome: 'missed' });
    spec()
      .given(received)
      .when(swept(on('12:00')))
      .thenExactly(['DeadlineMissed', { dueAt: on('11:00') }], ['PenaltyAssessed', { amountFen: 1_000 }]);
  });

  it('CALL-5: ended with a promise, it is a call-back to make by then', () => {
    const { received } = call({ outcome: 'answered', callBackBy: on('15:00'), callBackPerson: 'li', agent: 'agent-3' });
    spec()
      .given()
      .when(received)
      .thenExactly(
        ['CaseOpened', { callMissed: undefined, owner: 'agent-3', dims: { task: true } }],
        ['CallBackPromised', { until: on('15:00'), person: 'li', by: 'agent-3' }],
        ['DeadlineStarted', { name: 'call-back', dueAt: on('15:00') }],
      );
  });

  it('CALL-5: so it is when only its end says so', () => {
    const tell = factsOf('K1');
    const received = tell('CallReceived', on('09:00'), { kind: 'inquiry', department: 'sales' });
    const ended = tell('CallEnded', on('09:06'), { durationMs: 360_000, callBackBy: on('15:00') });
    spec()
      .given(learnt(received))
      .when(learnt(ended, ended.occurredAt, [received, ended]))
      .thenExactly(
        ['CaseOpened', { dims: { department: 'sales', filedAt: on('09:06'), task: true } }],
        ['CallBackPromised', { until: on('15:00') }],
        'DeadlineStarted',
      );
  });

  it('CALL-5: what was promised in it is not promised again when it ends', () => {
    const { tell, received } = call({ outcome: 'answered', callBackBy: on('15:00') });
    spec()
      .given(received)
      .when(learnt(tell('CallEnded', on('09:06'), { callBackBy: on('15:00') })))
      .thenNothing();
  });

  it.each(['nuisance', 'misuse'])('CALL-8, CALL-10: nobody calls back after %s', (outcome) => {
    const { received } = call({ outcome, callBackBy: on('15:00') });
    spec().given().when(received).thenNothing();
  });

  it('CALL-7: it opens nothing when it was answered, or where the pack counts no such calls', () => {
    spec()
      .given()
      .when(call({ outcome: 'answered' }).received)
      .thenNothing();
    caseSpec(silent)
      .given()
      .when(call({ outcome: 'missed', callBackBy: on('15:00') }).received)
      .thenNothing();
  });
});

describe('a call that is a case', () => {
  it('CALL-7: that nobody could take is called back like any other, beside what the case is owed', () => {
    const { received } = call({ kind: 'complaint', outcome: 'missed' });
    spec()
      .given()
      .when(received)
      .thenAmong(
        ['CaseOpened', { callMissed: true, dims: { task: undefined } }],
        ['DeadlineStarted', { name: 'resolution', callBack: undefined }],
        ['DeadlineStarted', { name: 'missed-call', callBack: true }],
      );
  });

  it('CALL-6: has the promise as a deadline of its own beside the others', () => {
    const { received } = call({ kind: 'complaint', outcome: 'answered', callBackBy: on('15:00') });
    spec()
      .given()
      .when(received)
      .thenAmong(['CaseOpened', { dims: { task: undefined } }])
      .thenAmong(
        'CallBackPromised',
        ['DeadlineStarted', { name: 'resolution' }],
        ['DeadlineStarted', { name: 'call-back' }],
      );
  });
});
