import { describe, expect, it } from '@jest/globals';
import { periodsOf } from '@complaint-ledger/policy';
import { Story, type StoryCase, shanghai } from '../testing/story.ts';
import { incrementsOf } from './increments-of.ts';

const at = shanghai;

/** Given the case so far, when something happens, what that adds: `sales 2026-03-24 transfers`. */
const when = (
  given: (story: Story) => StoryCase,
  happens: (told: StoryCase) => void,
  measures?: RegExp,
): Record<string, number> => {
  const story = new Story();
  const told = given(story);
  const before = story.events.length;
  happens(told);
  const sums: Record<string, number> = {};
  for (const event of story.events.slice(before)) {
    for (const { department, at: time, measure, amount, standing } of incrementsOf(event)) {
      if (measures !== undefined && !measures.test(measure)) continue;
      const { day } = periodsOf(time, 'Asia/Shanghai');
      const key = `${department} ${day} ${standing ? 'stands ' : ''}${measure}`;
      sums[key] = (sums[key] ?? 0) + amount;
    }
  }
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0));
};

const filed = (story: Story): StoryCase =>
  story.open('X', at('2026-03-23 09:00'), { department: 'sales', level: 'dissatisfied', category: 'business' });

const running = (story: Story): StoryCase => {
  const told = filed(story);
  told.start('first-response', at('2026-03-23 09:00'), at('2026-03-23 09:30'));
  return told;
};

describe('what an event adds', () => {
  it('a complaint counts as filed, by each of its classes, and stands open (REP-2)', () => {
    const story = new Story();
    filed(story);
    const counted = story.events.flatMap((event) => incrementsOf(event));
    expect(counted.map(({ measure, standing }) => [measure, standing])).toEqual([
      ['filed', false],
      ['filed.byLevel:dissatisfied', false],
      ['filed.byCategory:business', false],
      ['filed.byClass:business', false],
      ['filed.byChannel:unspecified', false],
      ['filed.byKind:unspecified', false],
      ['filed.byProduct:unspecified', false],
      ['filed.byBranch:unspecified', false],
      ['open', true],
    ]);
  });

  it('a transfer counts where it came from, and takes what was filed along (XFER-1)', () => {
    expect(when(filed, (told) => told.transfer('finance', at('2026-03-24 10:00')), /^(transfers|filed|open)$/)).toEqual(
      {
        'sales 2026-03-24 transfers': 1,
        'sales 2026-03-23 filed': -1,
        'finance 2026-03-23 filed': 1,
        'sales 2026-03-24 stands open': -1,
        'finance 2026-03-24 stands open': 1,
      },
    );
  });

  it('a transfer of a closed case leaves nothing open', () => {
    const closed = (story: Story): StoryCase => {
      const told = filed(story);
      told.close(at('2026-03-23 12:00'));
      return told;
    };
    expect(when(closed, (told) => told.transfer('finance', at('2026-03-24 10:00')), /^open$/)).toEqual({});
  });

  it('deadlines that run or are overdue go with the case', () => {
    const given = (story: Story): StoryCase => {
      const told = running(story);
      told.start('resolution', at('2026-03-23 09:00'), at('2026-03-26 09:00'), false);
      told.miss('first-response');
      return told;
    };
    expect(when(given, (told) => told.transfer('finance', at('2026-03-24 10:00')), /^deadlines/)).toEqual({
      'sales 2026-03-24 stands deadlines.pending:resolution': -1,
      'finance 2026-03-24 stands deadlines.pending:resolution': 1,
      'sales 2026-03-24 stands deadlines.overdue:first-response': -1,
      'finance 2026-03-24 stands deadlines.overdue:first-response': 1,
    });
  });

  it('a refused transfer counts against the unit that wanted to pass the matter on (XFER-4)', () => {
    const refuse = (told: StoryCase): void =>
      void told.add('TransferRefused', at('2026-03-24 10:00'), {
        rule: 'XFER-3',
        from: { department: 'sales' },
        to: { department: 'finance' },
        unit: 'sales',
      });
    expect(when(filed, refuse)).toEqual({
      'sales 2026-03-24 transfers.refused': 1,
      'sales 2026-03-24 transfers.refusedByRule:XFER-3': 1,
    });
  });

  it('another level moves only the breakdown by level (LEVEL-2)', () => {
    expect(
      when(filed, (told) => void told.change('LevelChanged', at('2026-03-24 10:00'), { level: 'major' }, {})),
    ).toEqual({ 'sales 2026-03-23 filed.byLevel:dissatisfied': -1, 'sales 2026-03-23 filed.byLevel:major': 1 });
  });

  it('a miss and its fine count at the due time (PEN-1)', () => {
    expect(when(running, (told) => void told.miss('first-response', 2000))).toEqual({
      'sales 2026-03-23 deadlines.missed:first-response': 1,
      'sales 2026-03-23 responsesMissed': 1,
      'sales 2026-03-23 stands deadlines.pending:first-response': -1,
      'sales 2026-03-23 stands deadlines.overdue:first-response': 1,
      'sales 2026-03-23 penalties.assessed': 1,
      'sales 2026-03-23 penalties.assessedFen': 2000,
    });
  });

  it('a miss that a late fact takes back counts as kept; the fine stays visible as reversed', () => {
    const given = (story: Story): StoryCase => {
      const told = running(story);
      told.miss('first-response', 2000);
      told.transfer('finance', at('2026-03-24 10:00'));
      return told;
    };
    const fine = { id: 'fine', amountFen: 2000 };
    const reverse = (told: StoryCase): void =>
      told.reverse('first-response', at('2026-03-23 09:20'), at('2026-03-25 10:00'), fine);
    expect(when(given, reverse)).toEqual({
      'sales 2026-03-23 deadlines.reversed:first-response': 1,
      'sales 2026-03-23 deadlines.met:first-response': 1,
      'sales 2026-03-23 responsesMissed': -1,
      'sales 2026-03-23 penalties.reversed': 1,
      'sales 2026-03-23 penalties.reversedFen': 2000,
      'finance 2026-03-23 stands deadlines.overdue:first-response': -1,
    });
  });

  it('a miss that an extension takes back runs on (EXT-1)', () => {
    const given = (story: Story): StoryCase => {
      const told = running(story);
      told.miss('first-response');
      return told;
    };
    const reverse = (told: StoryCase): void =>
      void told.add('DeadlineMissReversed', at('2026-03-24 10:00'), {
        deadline: 'first-response#1',
        name: 'first-response',
        dueAt: at('2026-03-23 09:30'),
        response: true,
        missed: 'm',
        because: 'extension',
      });
    expect(when(given, reverse, /pending|overdue|met/)).toEqual({
      'sales 2026-03-23 stands deadlines.overdue:first-response': -1,
      'sales 2026-03-23 stands deadlines.pending:first-response': 1,
    });
  });

  it('a fine is waived in the period in which it was due (PEN-3)', () => {
    const waive = (told: StoryCase): void =>
      void told.add('PenaltyWaived', at('2026-04-20 10:00'), {
        penalty: 'p',
        deadline: 'first-response#1',
        name: 'first-response',
        dueAt: at('2026-03-23 09:30'),
        amountFen: 2000,
      });
    expect(when(filed, waive)).toEqual({
      'sales 2026-03-23 penalties.waived': 1,
      'sales 2026-03-23 penalties.waivedFen': 2000,
    });
  });

  it('a share of a damage is waived where it was assessed, and is no fine (PEN-2, PEN-3)', () => {
    const share = { penalty: 'p', deadline: 'damage', name: 'damage', dueAt: at('2026-03-23 11:00') };
    const waive = (told: StoryCase): void => {
      told.add('PenaltyAppealed', at('2026-04-19 10:00'), share);
      told.add('PenaltyWaived', at('2026-04-20 10:00'), { ...share, amountFen: 40_000 });
    };
    expect(when(filed, waive)).toEqual({
      'sales 2026-03-23 damages.appealed': 1,
      'sales 2026-03-23 damages.waived': 1,
      'sales 2026-03-23 damages.waivedFen': 40_000,
    });
  });

  it('a rule found kept counts no more where it was held to be broken', () => {
    const reverse = (told: StoryCase): void =>
      void told.add('RuleViolationReversed', at('2026-04-20 10:00'), {
        rules: ['ESC-1'],
        violation: 'v',
        violatedAt: at('2026-03-23 09:30'),
        about: 'escalations.major',
      });
    expect(when(filed, reverse)).toEqual({ 'sales 2026-03-23 violations.byRule:ESC-1': -1 });
  });

  it('the last answer counts, the one before is taken out where it was counted (FUP-3)', () => {
    const answer = (told: StoryCase): void =>
      void told.add('CustomerFollowedUp', at('2026-03-30 10:00'), {
        reached: true,
        satisfied: true,
        rating: 4,
        supersedes: { occurredAt: at('2026-03-25 10:00'), department: 'finance', satisfied: false, rating: 1 },
      });
    expect(when(filed, answer, /^satisfaction/)).toEqual({
      'sales 2026-03-30 satisfaction.asked': 1,
      'sales 2026-03-30 satisfaction.satisfied': 1,
      'sales 2026-03-30 satisfaction.ratingSum': 4,
      'sales 2026-03-30 satisfaction.ratingCount': 1,
      'finance 2026-03-25 satisfaction.asked': -1,
      'finance 2026-03-25 satisfaction.notSatisfied': -1,
      'finance 2026-03-25 satisfaction.ratingSum': -1,
      'finance 2026-03-25 satisfaction.ratingCount': -1,
    });
  });

  it('an answer that is older than one that counts already counts as a call only (FUP-3)', () => {
    const answer = (told: StoryCase): void =>
      void told.add('CustomerFollowedUp', at('2026-03-30 10:00'), { reached: true, satisfied: true, outdated: true });
    expect(when(filed, answer)).toEqual({ 'sales 2026-03-30 followUps.reached': 1 });
  });

  it('a settlement found to have been earlier counts then, and no longer when it was held to be (RES-1)', () => {
    const settled = (story: Story): StoryCase => {
      const told = filed(story);
      told.resolve(at('2026-03-30 10:00'));
      return told;
    };
    const found = {
      wasResolved: true,
      elapsedMs: 60_000,
      supersedes: {
        occurredAt: at('2026-03-30 10:00'),
        department: 'sales',
        elapsedMs: 120_000,
        verdict: 'justified',
      },
    };
    const earlier = (told: StoryCase): void => void told.add('CaseResolved', at('2026-03-24 10:00'), found);
    expect(when(settled, earlier, /^(resolved|verdicts.*|open)$/)).toEqual({
      'sales 2026-03-24 resolved': 1,
      'sales 2026-03-24 verdicts:unspecified': 1,
      'sales 2026-03-24 stands open': -1,
      'sales 2026-03-30 resolved': -1,
      'sales 2026-03-30 verdicts:justified': -1,
      'sales 2026-03-30 stands open': 1,
    });
  });

  it('a call that reached nobody is a contact, and no first contact (CONT-1)', () => {
    expect(when(filed, (told) => told.contact(at('2026-03-24 10:00'), false))).toEqual({
      'sales 2026-03-24 contacts.unreached': 1,
    });
  });

  it('an earlier first contact that becomes known takes out the later one', () => {
    const first = (told: StoryCase): void =>
      void told.add('CustomerContacted', at('2026-03-23 10:00'), {
        reached: true,
        firstAfterMs: 3_600_000,
        supersedes: { occurredAt: at('2026-03-24 09:00'), department: 'finance', firstAfterMs: 86_400_000 },
      });
    expect(Object.entries(when(filed, first, /^timeToFirstContact/)).map(([key, n]) => [key.slice(0, 18), n])).toEqual([
      ['sales 2026-03-23 t', 1],
      ['finance 2026-03-24', -1],
    ]);
  });

  it('a case resolved and then closed leaves the open ones once; reopened it is open again (FUP-2)', () => {
    const given = (story: Story): StoryCase => {
      const told = filed(story);
      told.resolve(at('2026-03-24 10:00'));
      return told;
    };
    expect(when(given, (told) => told.close(at('2026-03-25 10:00')), /^open$/)).toEqual({});
    expect(when(given, (told) => told.reopen(at('2026-03-25 10:00')), /^open$/)).toEqual({
      'sales 2026-03-25 stands open': 1,
    });
    expect(when(filed, (told) => told.close(at('2026-03-25 10:00')), /^open$/)).toEqual({
      'sales 2026-03-25 stands open': -1,
    });
  });

  it('what nobody made good is overdue no longer than the case lasts', () => {
    const given = (story: Story): StoryCase => {
      const told = running(story);
      told.miss('first-response');
      return told;
    };
    expect(when(given, (told) => told.close(at('2026-03-25 10:00')), /overdue/)).toEqual({
      'sales 2026-03-25 stands deadlines.overdue:first-response': -1,
    });
  });

  it('FILE-3: a repeat counts where and when it was filed', () => {
    const linked = (told: StoryCase): void => {
      told.add('RepeatLinked', at('2026-03-23 09:05'), { of: 'earlier', number: 2 });
    };
    expect(when(filed, linked)).toEqual({ 'sales 2026-03-23 repeats': 1 });
  });

  it('FILE-5: a category counts under its class, and moves with it', () => {
    const classed = (story: Story): StoryCase =>
      story.open('X', at('2026-03-23 09:00'), { department: 'sales', category: 'billing', class: 'business' });
    const reclassify = (told: StoryCase): void => {
      told.change('CaseReclassified', at('2026-03-24 09:00'), { category: 'attitude', class: 'service' }, {});
    };
    expect(when(classed, reclassify, /byClass/)).toEqual({
      'sales 2026-03-23 filed.byClass:business': -1,
      'sales 2026-03-23 filed.byClass:service': 1,
    });
  });

  it('CALL-4: what nobody told counts at filing, by item', () => {
    const story = new Story();
    story.open('X', at('2026-03-23 09:00'), { department: 'sales' }, { missing: ['phone', 'demand'] });
    const counted = story.events.flatMap((event) => incrementsOf(event)).map(({ measure }) => measure);
    expect(counted.filter((measure) => /missing|incomplete/.test(measure))).toEqual([
      'incomplete',
      'missing:phone',
      'missing:demand',
    ]);
  });

  it('CALL-6: a call-back counts when it was promised, and as kept or missed at its due time', () => {
    const deadline = {
      deadline: 'call-back#1',
      name: 'call-back',
      dueAt: at('2026-03-24 12:00'),
      response: false,
      callBack: true,
    };
    const kept = (told: StoryCase): void => {
      told.add('DeadlineMet', at('2026-03-23 11:00'), { ...deadline, metAt: at('2026-03-23 11:00') });
    };
    const missed = (told: StoryCase): void => {
      told.add('DeadlineMissed', at('2026-03-24 12:00'), { ...deadline, holder: {} });
    };
    const reversed = (told: StoryCase): void => {
      const metAt = at('2026-03-24 11:00');
      told.add('DeadlineMissReversed', at('2026-03-25 09:00'), {
        ...deadline,
        missed: 'm',
        metAt,
        because: 'late-fact',
      });
    };
    expect(when(filed, kept, /^callBacks/)).toEqual({ 'sales 2026-03-24 callBacks.kept': 1 });
    expect(when(filed, missed, /^callBacks/)).toEqual({ 'sales 2026-03-24 callBacks.missed': 1 });
    expect(when(filed, reversed, /^callBacks/)).toEqual({
      'sales 2026-03-24 callBacks.missed': -1,
      'sales 2026-03-24 callBacks.kept': 1,
    });
  });

  it('CALL-7: a call-back that is no complaint counts as kept or missed, and never as a complaint', () => {
    const story = new Story();
    const task = story.open('X', at('2026-03-23 09:00'), { department: 'sales', task: true }, { missing: ['name'] });
    task.add('DeadlineMissed', at('2026-03-23 11:00'), {
      deadline: 'missed-call#1',
      name: 'missed-call',
      dueAt: at('2026-03-23 11:00'),
      response: false,
      callBack: true,
      holder: {},
    });
    task.add('CustomerContacted', at('2026-03-23 12:00'), { reached: true });
    const counted = story.events.flatMap((event) => incrementsOf(event)).map(({ measure }) => measure);
    expect(counted).toEqual([
      'deadlines.missed:missed-call',
      'callBacks.missed',
      'deadlines.pending:missed-call',
      'deadlines.overdue:missed-call',
    ]);
  });

  it('FUP-4: the answers of a survey add up by question; an outdated one adds nothing', () => {
    const asked =
      (outdated: boolean) =>
      (told: StoryCase): void => {
        const answers = { attitude: 5, speed: 3 };
        told.add('CustomerFollowedUp', at('2026-03-24 09:00'), {
          reached: true,
          answers,
          ...(outdated && { answersOutdated: true }),
        });
      };
    expect(when(filed, asked(false), /^survey/)).toEqual({
      'sales 2026-03-24 survey.sum:attitude': 5,
      'sales 2026-03-24 survey.count:attitude': 1,
      'sales 2026-03-24 survey.sum:speed': 3,
      'sales 2026-03-24 survey.count:speed': 1,
    });
    expect(when(filed, asked(true), /^survey/)).toEqual({});
  });

  it('FUP-4: later answers take out those that counted before, where and when they did', () => {
    const again = (told: StoryCase): void => {
      told.add('CustomerFollowedUp', at('2026-03-25 09:00'), {
        reached: true,
        answers: { speed: 5 },
        supersedesAnswers: { occurredAt: at('2026-03-24 09:00'), department: 'repair', answers: { speed: 2 } },
      });
    };
    expect(when(filed, again, /^survey/)).toEqual({
      'sales 2026-03-25 survey.sum:speed': 5,
      'sales 2026-03-25 survey.count:speed': 1,
      'repair 2026-03-24 survey.sum:speed': -2,
      'repair 2026-03-24 survey.count:speed': -1,
    });
  });

  it('CONT-3: a customer who had to ask first is counted', () => {
    const contact = (told: StoryCase): void => {
      told.add('CustomerContacted', at('2026-03-23 10:00'), { reached: true, askedFirst: true });
    };
    expect(when(filed, contact, /askedFirst/)).toEqual({ 'sales 2026-03-23 contacts.askedFirst': 1 });
  });
});
