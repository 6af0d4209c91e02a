import { describe, it } from '@jest/globals';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, on, standardBut } from '../testing/case-spec.ts';

const spec = caseSpec(standardBut({ deadlines: {} }));
const tell = factsOf('C1');
const filed = learnt(tell('ComplaintFiled', on('09:00'), { department: 'sales' }));

describe('a contact', () => {
  it('CONT-3: that the customer had to ask how it stands is a violation each time, and no reason to refuse the contact', () => {
    const contact = (at: string) => asked('contact', at, { reached: true, askedFirst: true }, { by: 'ann' });
    const first = spec.given(filed).when(contact(on('09:10')));
    first.thenExactly(
      ['CustomerContacted', { reached: true, askedFirst: true }],
      [
        'RuleViolated',
        { rules: ['CONT-3'], event: first.events[0]?.id ?? '', by: 'ann', dims: { department: 'sales' } },
      ],
    );
    spec
      .given(filed, contact(on('09:10')))
      .when(contact(on('09:40')))
      .thenExactly('CustomerContacted', ['RuleViolated', { rules: ['CONT-3'] }]);
  });

  it('CONT-3: observed, likewise; told the progress before they asked, there is none', () => {
    const told = factsOf('C2');
    const opened = learnt(told('ComplaintFiled', on('09:00'), { department: 'sales' }));
    spec
      .given(opened)
      .when(learnt(told('ContactReported', on('09:10'), { reached: true, askedFirst: true })))
      .thenExactly('CustomerContacted', ['RuleViolated', { rules: ['CONT-3'] }]);
    for (const askedFirst of [false, undefined])
      spec
        .given(opened)
        .when(
          learnt(
            told('ContactReported', on('09:10'), {
              reached: true,
              ...(askedFirst === undefined ? {} : { askedFirst }),
            }),
          ),
        )
        .thenExactly(['CustomerContacted', { askedFirst }]);
  });

  it('CONT-3: counts against the department that had the matter then, also when it became known late', () => {
    const told = factsOf('C3');
    spec
      .given(
        learnt(told('ComplaintFiled', on('09:00'), { department: 'sales' })),
        learnt(told('TransferReported', on('10:00'), { to: { department: 'finance' }, handover: [] })),
      )
      .when(learnt(told('ContactReported', on('09:30'), { reached: true, askedFirst: true }), on('11:00')))
      .thenExactly('CustomerContacted', ['RuleViolated', { dims: { department: 'sales' } }]);
  });
});
