import { describe, it } from '@jest/globals';
import { on, swept } from '../testing/case-spec.ts';
import { type Rule, complaint, rule, under } from '../testing/deadline-story.ts';

describe('who answers for a deadline', () => {
  const answers = (who: Rule['answers']) =>
    under({
      reply: rule('filed', 'contacted', '1h', { penalty: '20 CNY', ...(who === undefined ? {} : { answers: who }) }),
    });
  const received = { receivingDepartment: 'customer-service' };
  const missed = (department: string) =>
    [
      ['DeadlineMissed', { dims: { department }, holder: { department: 'sales' } }],
      ['PenaltyAssessed', { dims: { department } }],
    ] as const;
  const overdue = swept(on('12:00'));

  it('PEN-1: the holder, where the pack does not say', () => {
    const [miss, fine] = missed('sales');
    answers(undefined)
      .given(complaint(received).filed)
      .when(overdue)
      .thenExactly([...miss], [...fine]);
  });

  it('PEN-1: the department that received the matter', () => {
    const [miss, fine] = missed('customer-service');
    answers('receiver')
      .given(complaint(received).filed)
      .when(overdue)
      .thenExactly([...miss], [...fine]);
  });

  it('PEN-1: a named department, also for what was kept', () => {
    const [miss, fine] = missed('quality');
    const { filed, reached } = complaint(received);
    answers({ department: 'quality' })
      .given(filed)
      .when(overdue)
      .thenExactly([...miss], [...fine]);
    answers({ department: 'quality' })
      .given(filed)
      .when(reached(on('09:30')))
      .thenAmong(['DeadlineMet', { dims: { department: 'quality' }, presentDepartment: 'sales' }]);
  });

  it('PEN-1: the holder, where nobody knows who received it', () => {
    const [miss, fine] = missed('sales');
    answers('receiver')
      .given(complaint().filed)
      .when(overdue)
      .thenExactly([...miss], [...fine]);
  });
});
