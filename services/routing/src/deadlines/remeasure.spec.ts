import { describe, expect, it } from '@jest/globals';
import { learnt, on, swept } from '../testing/case-spec.ts';
import { complaint, rule, under } from '../testing/deadline-story.ts';

describe('a deadline since the present level', () => {
  const since = { answer: rule('level', 'contacted', { major: '1h', crisis: '10min' }) };

  it('LEVEL-1: starts with each level, and the one before lapses', () => {
    const { filed, level } = complaint({ level: 'major' });
    under(since)
      .given(filed)
      .when(level(on('09:30'), 'crisis'))
      .thenExactly(
        'LevelChanged',
        ['DeadlineLapsed', { deadline: 'answer#1', lapsedAt: on('09:30') }],
        ['DeadlineStarted', { deadline: 'answer#1.2', dueAt: on('09:40'), explanation: { startedAt: on('09:30') } }],
      );
  });

  it('LEVEL-1: an answer before does not meet it', () => {
    const { filed, level, reached } = complaint();
    under(since)
      .given(filed, reached(on('09:10')), level(on('09:30'), 'major'))
      .when(swept(on('12:00')))
      .thenExactly(['DeadlineMissed', { dueAt: on('10:30') }]);
  });

  it('LEVEL-1: a level without a time has none', () => {
    under(since).given().when(complaint().filed).thenNo('DeadlineStarted');
  });
});

describe('LEVEL-2, FILE-5: another level or category', () => {
  const byCategory = {
    reply: rule('filed', 'contacted', { by: 'category', table: { billing: '24h', delivery: '2h' } }),
  };

  it('FILE-5: the length of another category counts from filing', () => {
    const { tell, filed } = complaint({ category: 'billing' });
    under(byCategory)
      .given(filed)
      .when(learnt(tell('ComplaintAmended', on('09:30'), { category: 'delivery' })))
      .thenExactly('CaseReclassified', [
        'DeadlineMoved',
        { dueAt: on('11:00'), wasDueAt: on('09:00', 24), because: 'reclassified' },
      ]);
  });

  it('FILE-5: a category without one ends it, and back again it runs from filing', () => {
    const { tell, filed } = complaint({ category: 'billing' });
    const none = learnt(tell('ComplaintAmended', on('09:30'), { category: 'product-quality' }));
    const without = under(byCategory).given(filed, none);
    expect(without.events.at(-1)).toMatchObject({ type: 'DeadlineLapsed', data: { lapsedAt: on('09:30') } });
    without
      .when(learnt(tell('ComplaintAmended', on('10:00'), { category: 'delivery' })))
      .thenExactly('CaseReclassified', ['DeadlineStarted', { deadline: 'reply#1.2', dueAt: on('11:00') }]);
  });

  it('LEVEL-2: a level without a length ends what is not yet met', () => {
    const { filed, level } = complaint({ level: 'major' });
    under({ reply: rule('filed', 'contacted', { major: '2h' }) })
      .given(filed)
      .when(level(on('09:30'), 'crisis'))
      .thenExactly('LevelChanged', 'DeadlineLapsed');
  });
});
