import { Story, shanghai } from './story.ts';

const at = shanghai;

/** Seven complaints in two weeks: responses missed, a miss reversed by a late contact, a transfer too many, a case reopened. */
export const tourStory = (): Story => {
  const story = new Story('crm://tour');
  const open = (id: string, when: string, level: string, category = 'service-quality') => {
    const told = story.open(id, at(when), { level, category, channel: 'phone' });
    return told;
  };

  const c1 = open('C1', '2026-03-23 09:00', 'dissatisfied');
  c1.start('first-response', at('2026-03-23 09:00'), at('2026-03-23 09:30'));
  c1.start('second-response', at('2026-03-23 09:00'), at('2026-03-24 09:00'));
  c1.assign('sales', at('2026-03-23 09:05'));
  c1.contact(at('2026-03-23 09:30'));
  c1.meet('first-response', at('2026-03-23 09:30'));
  c1.contact(at('2026-03-24 08:59'));
  c1.meet('second-response', at('2026-03-24 08:59'));
  c1.resolve(at('2026-03-24 10:00'));
  c1.add('CustomerFollowedUp', at('2026-03-25 10:00'), { reached: true, satisfied: true, rating: 5 });
  c1.close(at('2026-03-25 10:00'));

  const c2 = open('C2', '2026-03-23 10:00', 'very-dissatisfied');
  c2.start('first-response', at('2026-03-23 10:00'), at('2026-03-23 10:20'));
  c2.assign('after-sales', at('2026-03-23 10:04'));
  c2.miss('first-response', 3000, at('2026-03-23 10:21'));
  c2.contact(at('2026-03-23 10:21'));
  c2.resolve(at('2026-03-24 11:00'));
  c2.add('CustomerFollowedUp', at('2026-03-25 11:00'), { reached: true, satisfied: false, rating: 1 });
  c2.reopen(at('2026-03-25 11:00'));
  c2.start('first-response', at('2026-03-25 11:00'), at('2026-03-25 11:20'));
  c2.contact(at('2026-03-25 11:15'));
  c2.meet('first-response', at('2026-03-25 11:15'));
  c2.resolve(at('2026-03-26 10:00'));
  c2.add('CustomerFollowedUp', at('2026-03-27 10:00'), {
    reached: true,
    satisfied: true,
    rating: 5,
    supersedes: { occurredAt: at('2026-03-25 11:00'), department: 'after-sales', satisfied: false, rating: 1 },
  });
  c2.close(at('2026-03-27 10:00'));

  const c5 = open('C5', '2026-03-24 14:00', 'dissatisfied');
  c5.assign('sales', at('2026-03-24 14:02'));
  c5.transfer('finance', at('2026-03-24 14:05'));
  c5.transfer('after-sales', at('2026-03-24 14:15'));
  c5.resolve(at('2026-03-25 11:00'));
  c5.close(at('2026-03-26 11:00'));

  const c6 = open('C6', '2026-03-25 14:00', 'dissatisfied', 'business');
  c6.assign('finance', at('2026-03-25 14:05'));
  c6.contact(at('2026-03-25 14:20'), false);
  c6.resolve(at('2026-03-26 14:00'));
  c6.close(at('2026-03-27 09:00'));

  const c7 = open('C7', '2026-03-26 09:00', 'dissatisfied');
  c7.start('first-response', at('2026-03-26 09:00'), at('2026-03-26 09:30'));
  c7.assign('after-sales', at('2026-03-26 09:03'));
  const fine = c7.miss('first-response', 2000);
  c7.reverse('first-response', at('2026-03-26 09:20'), at('2026-03-26 09:20'), { id: fine, amountFen: 2000 });
  c7.resolve(at('2026-03-27 09:00'));
  c7.close(at('2026-03-28 09:00'));

  const c3 = open('C3', '2026-03-29 23:55', 'major');
  c3.start('first-response', at('2026-03-29 23:55'), at('2026-03-30 00:05'));
  c3.start('second-response', at('2026-03-29 23:55'), at('2026-03-30 23:55'));
  c3.assign('quality', at('2026-03-29 23:58'));
  c3.miss('first-response', 5000);
  c3.meet('first-response', at('2026-03-30 00:06'));
  c3.miss('second-response', 5000);
  c3.meet('second-response', at('2026-03-31 01:00'));

  const c4 = open('C4', '2026-03-31 23:50', 'crisis');
  c4.start('first-response', at('2026-03-31 23:50'), at('2026-04-01 00:00'));
  c4.start('second-response', at('2026-03-31 23:50'), at('2026-04-01 23:50'));
  c4.assign('sales', at('2026-03-31 23:52'));
  c4.miss('first-response', 8000);
  c4.miss('second-response', 8000);
  return story;
};
