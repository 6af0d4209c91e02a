import { describe, expect, it } from '@jest/globals';
import { type Sentence, isLedgerError } from '@complaint-ledger/contracts';
import { loadPack, notesOnPack } from './load-pack.ts';

const base = `id: shop
version: 1
name: { zh-CN: 商店, en: Shop }
zone: Asia/Shanghai
calendar: CN
workingHours: ['09:00-18:00']
kinds: { complaint: { zh-CN: 投诉, en: Complaint }, fault: { zh-CN: 故障, en: Fault } }
channels: { phone: { zh-CN: 电话, en: Phone } }
departments: { sales: { zh-CN: 销售部, en: Sales }, service: { zh-CN: 服务部, en: Service } }
categories:
  quality: { zh-CN: 质量, en: Quality }
  function: { zh-CN: 功能, en: Function, under: quality }
levels: { low: { zh-CN: 低, en: Low }, high: { zh-CN: 高, en: High } }
defaultLevel: low
offices: { director: { zh-CN: 总经理, en: Director } }
topics: { court: { zh-CN: 诉讼, en: Litigation, words: [起诉] } }
fields: { batch: { zh-CN: 批号, en: Batch } }
pauses: { waiting: { zh-CN: 等待客户, en: Waiting for the customer } }
steps:
  judged: { zh-CN: 判断, en: Judged }
  approved: { zh-CN: 批准, en: Approved, after: judged, before: resolved, signedBy: director }
deadlines:
  reply: { name: { zh-CN: 答复, en: Reply }, starts: filed, metBy: contacted, within: 24h }
transfer: { unit: department, limit: 1 }
`;
const lines = base.split('\n').length - 1;

const extended = (own: string): string => `id: mine\nversion: 2\nextends: shop\n${own}`;

/** Every problem as `file:line path: message hint`, with the line counted from the end of the base. */
const faults = (text: string, file = 'shop.yaml'): readonly string[] => {
  try {
    loadPack(text, {
      file,
      resolve: (id) => (id === 'shop' ? { file: 'shop.yaml', text: base } : undefined),
    });
    return [];
  } catch (error) {
    if (!isLedgerError(error, 'config')) throw error;
    const problems = error.details['problems'] as readonly {
      readonly file: string;
      readonly line: number;
      readonly path: string;
      readonly message: Sentence;
      readonly hint?: Sentence;
    }[];
    for (const { message, hint } of problems)
      for (const told of [message, ...(hint === undefined ? [] : [hint])])
        expect(told['zh-CN']).toMatch(/\p{Script=Han}/u);
    return problems.map(({ line, path, message, hint }) => `${line - lines} ${path}: ${message.en} ${hint?.en ?? ''}`);
  }
};

const deadline = (rest: string): string =>
  base.replace(/ {2}reply:.*\n/, `  later: { name: { zh-CN: 后, en: Later }, ${rest} }\n`);

it('finds nothing in what is right', () => {
  expect(faults(base)).toEqual([]);
});

describe('a reference to nothing is told with its line and how to mend it', () => {
  it.each([
    [
      'escalations: { up: { name: { zh-CN: 上报, en: Up }, rule: ESC-1, when: { level: high }, to: [directer] } }',
      ["1 escalations.up.to.0: There is no office 'directer' in this pack. Do you mean 'director'?"],
    ],
    [
      'extension: { approvers: [boss] }',
      [
        "1 extension.approvers.0: 'boss' is neither an office of this pack nor a role. Known are director, publisher, agent, manager, analyst, auditor, admin. A new office is written offices: { boss: { zh-CN: …, en: … } }.",
      ],
    ],
    [
      'penalties: { waivers: [managers] }',
      [
        "1 penalties.waivers.0: 'managers' is neither an office of this pack nor a role. Do you mean 'manager'? A new office is written offices: { managers: { zh-CN: …, en: … } }.",
      ],
    ],
    [
      'compensation: { authority: { clerk: 100 CNY, director: unlimited } }',
      [
        "1 compensation.authority.clerk: 'clerk' is neither an office of this pack nor a role. Known are director, publisher, agent, manager, analyst, auditor, admin. A new office is written offices: { clerk: { zh-CN: …, en: … } }.",
      ],
    ],
    [
      'outcomes: { refused: { zh-CN: 终止, en: Ended, decidedBy: [directors] } }',
      [
        "1 outcomes.refused.decidedBy.0: 'directors' is neither an office of this pack nor a role. Do you mean 'director'? A new office is written offices: { directors: { zh-CN: …, en: … } }.",
      ],
    ],
    [
      'confidential: [{ when: { kind: complaint }, seenBy: [directr] }]',
      [
        "1 confidential.0.seenBy.0: 'directr' is neither an office of this pack nor a role. Do you mean 'director'? A new office is written offices: { directr: { zh-CN: …, en: … } }.",
      ],
    ],
    [
      'calls: { nuisance: { blockedBy: [dirctor] }, desks: { complaints: { department: sale, contact: "1" } } }',
      [
        "1 calls.desks.complaints: There is no kind 'complaints' in this pack. Do you mean 'complaint'?",
        "1 calls.desks.complaints.department: There is no department 'sale' in this pack. Do you mean 'sales'?",
        "1 calls.nuisance.blockedBy.0: 'dirctor' is neither an office of this pack nor a role. Do you mean 'director'? A new office is written offices: { dirctor: { zh-CN: …, en: … } }.",
      ],
    ],
    [
      'headHandles: [{ level: hihg }, { topic: cuort }, { receivingDepartment: salse, product: anything }]',
      [
        "1 headHandles.0.level: There is no level 'hihg' in this pack. Do you mean 'high'?",
        "1 headHandles.1.topic: There is no topic 'cuort' in this pack. Do you mean 'court'?",
        "1 headHandles.2.receivingDepartment: There is no department 'salse' in this pack. Do you mean 'sales'?",
      ],
    ],
    [
      'records: { faults: [name], every: [phnoe, batch, fault.where] }',
      [
        "1 records.faults: There is no kind 'faults' in this pack. Do you mean 'fault'?",
        "1 records.every.0: There is no item or field 'phnoe' in this pack. Do you mean 'phone'?",
      ],
    ],
    [
      'duty: [{ department: nights }, { person: p, from: 2026-02-30, to: 2026-02-01, on: [], hours: "22:00-06:00" }, {}]',
      [
        "1 duty.0.department: There is no department 'nights' in this pack. Known are sales, service.",
        '1 duty.0: This entry fits every time, so those after it never speak. Move it to the end.',
        "1 duty.1.from: There is no day '2026-02-30'. Write a day of the calendar, such as 2026-02-28.",
        '1 duty.1.to: 2026-02-01 is before 2026-02-30. Write the first day in from, the last one in to.',
        '1 duty.1.on: An empty list is no day. Name days, such as [sat, sun], or leave on out.',
        "1 duty.1.hours: '22:00-06:00' ends before it begins; split hours over midnight into 22:00-24:00 and 00:00-06:00. Write hours as 09:00-18:00; several shifts are several entries.",
        '1 duty.2: It names nobody. Give a department or a person.',
      ],
    ],
    [
      'companyDays: { closed: [2026-05-01, 2026-13-01], open: [2026-05-01] }',
      [
        "1 companyDays.closed.1: There is no day '2026-13-01'. Write a day of the calendar, such as 2026-02-28.",
        '1 companyDays.open.0: 2026-05-01 is closed and open at once. Take it out of one of the two lists.',
      ],
    ],
    [
      'reports: { weekly: { measures: [Filed total, deadlines.*], to: [sale, director] } }\ntargets: { calls..rate: ">= 85 %" }',
      [
        "1 reports.weekly.measures.0: 'Filed total' is not how a measure is written. Write names with points between them, such as calls.answerRate or deadlines.*.",
        "1 reports.weekly.to.0: There is no office or department 'sale' in this pack. Do you mean 'sales'?",
        "2 targets.calls..rate: 'calls..rate' is not how a measure is written. Write names with points between them, such as calls.answerRate or deadlines.*.",
      ],
    ],
    [
      'repeats: { within: 3 working days, same: [category] }',
      ["1 repeats.within: '3 working days' is working time, and this is counted by the clock. Write 5min, 24h or 30d."],
    ],
    [
      'calls: { identity: { methods: { phone: { zh-CN: 预留电话, en: Reserved phone } }, atLeast: 2 }, long: given }',
      [
        "1 calls.long: 'given' has no length of its own. Write a length, such as 5min, 24h or 30d.",
        '1 calls.identity.atLeast: It takes 2 ways, and there are 1. Add methods, or ask for fewer.',
      ],
    ],
    [
      'assignment: [{ when: { kind: fault }, to: { duty: true } }, { when: { level: none }, to: { department: sales } }]',
      [
        '1 assignment.0.to.duty: Nobody is on duty in this pack. Add duty: with who is on duty and when.',
        '1 assignment.1.when.level: Every matter has a level. Name levels, or leave level out.',
      ],
    ],
    [
      'outcomes: { ended: { zh-CN: 终止, en: Ended, rule: RES-70 } }',
      ["1 outcomes.ended.rule: There is no rule 'RES-70' in the rulebook. Do you mean 'RES-7'?"],
    ],
    [
      'penalties: { waivers: [director, director] }',
      ["1 penalties.waivers.1: 'director' stands twice in this list. Take one of them out."],
    ],
  ])('%s', (more, expected) => {
    expect(faults(`${base}${more}\n`)).toEqual(expected);
  });
});

describe('a deadline that nothing meets', () => {
  it.each([
    [
      'starts: filed, metBy: "step:signed", within: 1h',
      [
        "metBy: Nothing meets this deadline: there is no step 'signed' in this pack. Known are step:judged, step:approved.",
      ],
    ],
    [
      'starts: filed, metBy: "escalated:mayor", within: 1h',
      ["metBy: Nothing meets this deadline: there is no office 'mayor' in this pack. Known are escalated:director."],
    ],
    [
      'starts: "step:signed", metBy: closed, within: 1h',
      [
        "starts: Nothing starts this deadline: there is no step 'signed' in this pack. Known are step:judged, step:approved.",
      ],
    ],
    [
      'starts: closed, metBy: assigned, within: 1h',
      [
        "metBy: Nothing meets this deadline: 'assigned' does not come after 'closed'. Let it be met by something that comes later.",
      ],
    ],
    [
      'starts: resolved, metBy: "step:approved", within: 1h',
      [
        "metBy: Nothing meets this deadline: 'step:approved' does not come after 'resolved'. Let it be met by something that comes later.",
      ],
    ],
    [
      'starts: "step:approved", metBy: "step:judged", within: 1h',
      [
        "metBy: Nothing meets this deadline: 'step:judged' does not come after 'step:approved'. Let it be met by something that comes later.",
      ],
    ],
    [
      'starts: round, metBy: resolved, again: true, within: 7d',
      [
        "again: Nothing meets it a second time: 'resolved' happens once in a round. Leave again out, or let it be met by contacted or a step.",
      ],
    ],
    [
      'starts: round, metBy: contacted, again: true, nth: 2, within: given',
      [
        'again: It starts anew each time, so nth says nothing. Leave nth or again out.',
        'within: A time that the source gives comes once. Write a length, or leave again out.',
      ],
    ],
    [
      'starts: round, metBy: contacted, within: { by: category, table: {} }',
      ['within: No category has this deadline. Give a length, or a table of lengths by category.'],
    ],
    [
      'starts: round, metBy: contacted, within: { by: category, table: { qality: 1h } }',
      ["within.table.qality: There is no category 'qality' in this pack. Do you mean 'quality'?"],
    ],
    [
      'starts: round, metBy: contacted, within: 1h, pausedBy: [wating]',
      ["pausedBy.0: There is no pause 'wating' in this pack. Do you mean 'waiting'?"],
    ],
    [
      'starts: round, metBy: contacted, within: 1h, answers: { department: salse }',
      ["answers.department: There is no department 'salse' in this pack. Do you mean 'sales'?"],
    ],
    [
      'starts: round, metBy: contacted, within: 1h, when: { category: [] }',
      ['when.category: An empty list fits nothing. Name at least one value.'],
    ],
  ])('%s', (rule, expected) => {
    expect(faults(deadline(rule))).toEqual(
      expected.map((fault) => expect.stringContaining(` deadlines.later.${fault}`)),
    );
  });

  it.each([
    'starts: "step:judged", metBy: "step:approved", within: 1h',
    'starts: resolved, metBy: "escalated:director", within: 1 working day',
    'starts: closed, metBy: followed-up, within: 3d',
    'starts: round, metBy: contacted, again: true, within: 7d, pausedBy: [waiting], answers: { department: sales }',
    'starts: missed-call, metBy: contacted, within: { by: category, table: { function: 1h }, otherwise: 4h }',
  ])('is none of %s', (rule) => {
    expect(faults(deadline(rule))).toEqual([]);
  });
});

describe('steps and categories', () => {
  it('do not wait for each other in a circle', () => {
    const circle = base.replace('en: Judged }', 'en: Judged, after: approved }');
    expect(faults(circle)).toEqual([
      expect.stringContaining(
        ' steps.approved.after: These steps wait for each other in a circle: approved ← judged ← approved. Let one of them come first.',
      ),
    ]);
    const tree = base.replace('en: Quality }', 'en: Quality, under: function }');
    expect(faults(tree)).toEqual([
      expect.stringContaining(
        ' categories.function.under: These categories are under each other in a circle: function → quality → function. Let one of them be at the top.',
      ),
    ]);
  });

  it('come after steps, under categories and before a settlement that there are', () => {
    expect(faults(base.replace('after: judged', 'after: juged'))).toEqual([
      expect.stringContaining(" steps.approved.after: There is no step 'juged' in this pack. Do you mean 'judged'?"),
    ]);
    expect(faults(base.replace('signedBy: director', 'signedBy: haed'))).toEqual([
      expect.stringContaining(" steps.approved.signedBy: There is no office 'haed' in this pack. Do you mean 'head'?"),
    ]);
    expect(faults(base.replace('after: judged', 'after: resolved'))).toEqual([
      expect.stringContaining(' steps.approved.before: It comes after the settlement, which cannot wait for it.'),
    ]);
    expect(faults(base.replace('under: quality', 'under: qualty'))).toEqual([
      expect.stringContaining(" categories.function.under: There is no category 'qualty' in this pack."),
    ]);
  });
});

describe('rules that catch the same case', () => {
  const assignment = (...rules: readonly string[]): string =>
    `${base}assignment:\n${rules.map((rule) => `  - { when: ${rule}, to: { department: sales } }\n`).join('')}`;

  it('are refused with both lines', () => {
    expect(
      faults(assignment('{ kind: [fault, complaint] }', '{ level: high }', '{ kind: [complaint, fault] }')),
    ).toEqual([
      `4 assignment.2.when: Two rules catch the same case: this one and that in line ${lines + 2}. The first one speaks, this one never. Take one of them out, or let them differ.`,
    ]);
  });

  it.each([
    ['a wider rule', ['{ kind: fault }', '{ kind: fault, level: high }'], `in line ${lines + 2}`],
    ['the category above', ['{ category: quality }', '{ category: function, kind: fault }'], `in line ${lines + 2}`],
    [
      'two rules together',
      ['{ kind: fault }', '{ kind: complaint }', '{ kind: [fault, complaint], level: low }'],
      `in line ${lines + 2}, line ${lines + 3}`,
    ],
    ['a rule for all levels', ['{ level: [low, high], kind: fault }', '{ kind: fault }'], `in line ${lines + 2}`],
  ])('are refused when %s comes first', (_, rules, place) => {
    expect(faults(assignment(...rules))).toEqual([
      expect.stringContaining(`.when: This rule never speaks: what it fits is caught before it, ${place}. Move it up`),
    ]);
  });

  it.each([
    ['the narrower one comes first', ['{ category: function }', '{ category: quality }']],
    ['they overlap in part', ['{ kind: fault }', '{ level: high }', '{ channel: phone }', '{}']],
    [
      'one is for what has no value',
      ['{ category: quality }', '{ category: none }', '{ category: [none, quality], outOfHours: true }'].slice(0, 2),
    ],
    [
      'one is by day and one by night',
      [
        '{ outOfHours: true, kind: fault }',
        '{ outOfHours: false, kind: fault }',
        '{ kind: fault, keyCustomer: true }',
      ].slice(0, 2),
    ],
  ])('are taken when %s', (_, rules) => {
    expect(faults(assignment(...rules))).toEqual([]);
  });

  it('are refused among escalations and what is confidential, unless they say different things', () => {
    const up = (id: string, rest: string): string =>
      `  ${id}: { name: { zh-CN: 上报, en: Up }, when: { level: high }, to: [director]${rest} }\n`;
    expect(faults(`${base}escalations:\n${up('one', '')}${up('two', '')}`)).toEqual([
      `3 escalations.two.when: Two entries catch the same case: this one and that in line ${lines + 2}. Join them: name all offices in one \`to\`.`,
    ]);
    expect(faults(`${base}escalations:\n${up('one', '')}${up('two', ', before: closed')}`)).toEqual([]);
    const seen = '  - { when: { kind: fault }, seenBy: [director] }\n';
    expect(faults(`${base}confidential:\n${seen}${seen}`)).toEqual([
      `3 confidential.1.when: Two entries catch the same case: this one and that in line ${lines + 2}. Join them: name all who see it in one \`seenBy\`.`,
    ]);
  });
});

describe('shares of a loss (PEN-2)', () => {
  const damage = (...brackets: readonly string[]): string =>
    `${base}penalties: { damage: { of: wage, brackets: [${brackets.join(', ')}] } }\n`;

  it('go upwards', () => {
    expect(
      faults(damage('{ upTo: 1000 CNY, responsible: 2 % }', '{ upTo: 5000 CNY, manager: 1 % }', '{ delay: 5 % }')),
    ).toEqual([]);
    expect(faults(damage('{ upTo: 5000 CNY, responsible: 2 % }', '{ upTo: 1000 CNY, manager: 1 % }'))).toEqual([
      "1 penalties.damage.brackets.1.upTo: '1000 CNY' is not above what the brackets before it reach. Let the brackets go upwards.",
    ]);
    expect(faults(damage('{ responsible: 2 % }', '{ upTo: 1000 CNY, manager: 1 % }'))).toEqual([
      '1 penalties.damage.brackets.0: This bracket fits any loss, so those after it never speak. Give it an upTo.',
    ]);
  });

  it('are shares', () => {
    expect(faults(damage('{ upTo: 1000 CNY, responsible: 200 % }', '{ upTo: 2000 CNY }'))).toEqual([
      "1 penalties.damage.brackets.0.responsible: '200 %' is more than the whole. Write a share of at most 100 %.",
      '1 penalties.damage.brackets.1: Nobody pays anything in this bracket. Give a share: responsible, manager or delay.',
    ]);
  });
});

describe('what a pack inherits', () => {
  it('falls away with the words that it takes away, as long as something is left', () => {
    const text = extended('kinds: { fault: ~ }\n');
    const heir = (own: string): readonly string[] => {
      try {
        loadPack(`${text}${own}`, {
          file: 'mine.yaml',
          resolve: () => ({
            file: 'shop.yaml',
            text: `${base}records: { fault: [name] }\ncalls: { desks: { fault: { department: sales, contact: '1' } } }\nheadHandles: [{ kind: [fault, complaint] }]\n`,
          }),
        });
        return [];
      } catch (error) {
        return [String(error)];
      }
    };
    expect(heir('')).toEqual([]);
    expect(heir('handledCallKinds: [fault]\n')).toEqual([
      expect.stringContaining("mine.yaml:5: handledCallKinds.0: There is no kind 'fault' in this pack."),
    ]);
    expect(heir('records: { fault: [phone] }\n')).toEqual([expect.stringContaining('mine.yaml:5: records.fault:')]);
  });

  it('is told of where nothing is left', () => {
    const problems = faults(extended('offices: { director: ~ }\n'), 'mine.yaml');
    expect(problems).toEqual([
      expect.stringContaining("steps.approved.signedBy: There is no office 'director' in this pack."),
    ]);
  });
});

describe('notesOnPack', () => {
  const notes = (...rules: readonly string[]): readonly string[] => {
    const text = `${base}assignment:\n${rules.map((rule) => `  - ${rule}\n`).join('')}`;
    return notesOnPack(text, { file: 'shop.yaml', resolve: () => undefined }).map(
      ({ line, path, message }) => `${line - lines} ${path}: ${message.en}`,
    );
  };

  it('tells once which rules speak first where a matter may fit two of them', () => {
    expect(
      notes(
        '{ when: { category: function }, to: { department: sales } }',
        '{ when: { category: quality }, to: { department: sales } }',
        '{ when: { kind: fault }, to: { department: service } }',
        '{ when: { kind: complaint }, to: { department: service } }',
        '{ when: {}, to: { department: sales } }',
      ),
    ).toEqual([
      `2 assignment.0.when: Rules by category (line ${lines + 2}, line ${lines + 3}) speak before rules by kind (line ${lines + 4}, line ${lines + 5}): a matter that fits both goes by its category.`,
    ]);
  });

  it('has nothing to say of rules that never meet, or agree', () => {
    expect(
      notes(
        '{ when: { level: high, kind: fault }, to: { department: sales } }',
        '{ when: { level: low, channel: phone }, to: { department: service } }',
      ),
    ).toEqual([]);
    expect(
      notes(
        '{ when: { category: quality }, to: { department: sales } }',
        '{ when: { kind: fault }, to: { department: sales } }',
      ),
    ).toEqual([]);
  });
});
