import { describe, expect, it } from '@jest/globals';
import { isLedgerError } from '@complaint-ledger/contracts';
import { loadPack } from './load-pack.ts';
import type { PolicyPack } from './pack.ts';
import type { Problem } from './yaml/problem.ts';

const minimal = `id: shop
version: 1
name: { zh-CN: 商店, en: Shop }
zone: Asia/Shanghai
calendar: CN
workingHours: ['09:00-18:00']
kinds: { complaint: { zh-CN: 投诉, en: Complaint } }
departments: { sales: { zh-CN: 销售部, en: Sales } }
levels:
  low: { zh-CN: 低, en: Low }
  high: { zh-CN: 高, en: High }
defaultLevel: low
deadlines:
  reply:
    name: { zh-CN: 答复, en: Reply }
    starts: filed
    metBy: contacted
    within: { low: 24h, high: 1h }
    penalty: { high: 50 CNY }
transfer: { unit: department, limit: 1 }
`;

const load = (text: string, others: Readonly<Record<string, string>> = {}): PolicyPack =>
  loadPack(text, {
    file: 'shop.yaml',
    resolve: (id) => {
      const found = others[id];
      return found === undefined ? undefined : { file: `${id}.yaml`, text: found };
    },
  });

/** Every problem as `file:line path message hint`. */
const faults = (text: string, others: Readonly<Record<string, string>> = {}): readonly string[] => {
  try {
    load(text, others);
    return [];
  } catch (error) {
    if (!isLedgerError(error, 'config')) throw error;
    const problems = error.details['problems'] as readonly Problem[];
    for (const { message, hint } of problems)
      for (const told of [message, ...(hint === undefined ? [] : [hint])])
        expect(told['zh-CN']).toMatch(/\p{Script=Han}/u);
    return problems.map(({ file, line, path, message, hint }) => `${file}:${line} ${path}: ${message.en} ${hint?.en}`);
  }
};

const after = (line: string, more: string): string => minimal.replace(line, `${line}\n${more}`);

describe('loadPack', () => {
  it('loads what is right', () => {
    expect(load(minimal).deadlines['reply']?.within).toEqual({ low: '24h', high: '1h' });
  });

  it.each([
    [
      'an unknown key',
      minimal.replace('defaultLevel', 'defaultlevel'),
      [
        "shop.yaml:1 : 'defaultLevel' is missing. Add it.",
        "shop.yaml:12 defaultlevel: There is no key 'defaultlevel' here. Do you mean 'defaultLevel'?",
      ],
    ],
    [
      'an unknown level in a table of lengths',
      minimal.replace('low: 24h', 'lwo: 24h'),
      ["shop.yaml:18 deadlines.reply.within.lwo: There is no level 'lwo' in this pack. Do you mean 'low'?"],
    ],
    [
      'an unknown level in a table of penalties',
      minimal.replace('high: 50 CNY', 'crisis: 50 CNY'),
      ["shop.yaml:19 deadlines.reply.penalty.crisis: There is no level 'crisis' in this pack. Known are low, high."],
    ],
    [
      'a default level that is none',
      minimal.replace('defaultLevel: low', 'defaultLevel: medium'),
      ["shop.yaml:12 defaultLevel: There is no level 'medium' in this pack. Known are low, high."],
    ],
    [
      'a deadline that its own start would meet',
      minimal.replace('starts: filed', 'starts: assigned').replace('metBy: contacted', 'metBy: assigned'),
      [
        "shop.yaml:17 deadlines.reply.metBy: Nothing meets this deadline: 'assigned' does not come after 'assigned'. Let it be met by something that comes later.",
      ],
    ],
    [
      'a second resolution in one round',
      after('    starts: filed', '    nth: 2').replace('metBy: contacted', 'metBy: resolved'),
      [
        "shop.yaml:17 deadlines.reply.nth: Nothing meets this deadline: there is no 'resolved' number 2 in a round. Leave nth out.",
      ],
    ],
    [
      'a deadline that no level has',
      minimal.replace('within: { low: 24h, high: 1h }', 'within: {}'),
      [
        'shop.yaml:18 deadlines.reply.within: No level has this deadline. Give a length, or a table of lengths by level.',
      ],
    ],
    [
      'a length of nothing',
      minimal.replace('low: 24h', 'low: 0h'),
      ["shop.yaml:18 deadlines.reply.within.low: '0h' is no time at all. Write a length above zero."],
    ],
    [
      'a length that nobody waits for',
      minimal.replace('low: 24h', 'low: 99999999999d'),
      [
        "shop.yaml:18 deadlines.reply.within.low: '99999999999d' is longer than anybody waits. Write at most 36500d, 2500 working days or 20000 working hours.",
      ],
    ],
    [
      'a deadline that cannot be named',
      minimal.replace('  reply:', '  reply#1:'),
      [
        "shop.yaml:14 deadlines.reply#1: 'reply#1' cannot name a deadline. Use small letters, digits and hyphens, such as first-response.",
      ],
    ],
    [
      'working time without a calendar',
      minimal.replace('calendar: CN\n', '').replace('low: 24h', 'low: 3 working days'),
      [
        "shop.yaml:17 deadlines.reply.within.low: '3 working days' is counted in working time, but the pack has no calendar. Add calendar: CN and workingHours: [09:00-18:00], or use 24h and the like.",
      ],
    ],
    [
      'an unknown zone',
      minimal.replace('Asia/Shanghai', 'Asia/Beijing'),
      ["shop.yaml:4 zone: There is no time zone 'Asia/Beijing'. Write an IANA name, such as Asia/Shanghai."],
    ],
    [
      'working hours that overlap',
      minimal.replace("['09:00-18:00']", "['12:00-18:00', '09:00-12:30']"),
      [
        'shop.yaml:6 workingHours: 09:00-12:30 and 12:00-18:00 overlap. Every minute may count once: make them meet or leave a pause.',
      ],
    ],
    [
      'working hours over midnight',
      minimal.replace('09:00-18:00', '22:00-06:00'),
      [
        "shop.yaml:6 workingHours.0: '22:00-06:00' ends before it begins; split hours over midnight into 22:00-24:00 and 00:00-06:00. Write hours as 09:00-18:00; several shifts are several entries.",
      ],
    ],
    [
      'an assignment to an unknown department',
      `${minimal}assignment:\n  - when: { kind: complaint }\n    to: { department: saels }\n`,
      ["shop.yaml:23 assignment.0.to.department: There is no department 'saels' in this pack. Do you mean 'sales'?"],
    ],
    [
      'an assignment by an unknown kind, and to nobody',
      `${minimal}assignment:\n  - when: { kind: [complaint, gripe] }\n    to: {}\n`,
      [
        "shop.yaml:22 assignment.0.when.kind.1: There is no kind 'gripe' in this pack. Known are complaint.",
        'shop.yaml:23 assignment.0.to: It names nobody. Give a department, a group or a person.',
      ],
    ],
    [
      'a rule that silences those after it',
      `${minimal}assignment:\n  - when: {}\n    to: { department: sales }\n  - when: { kind: complaint }\n    to: { department: sales }\n`,
      ['shop.yaml:22 assignment.0.when: This rule fits everything, so those after it never speak. Move it to the end.'],
    ],
    [
      'names of deadlines, kinds and handover fields that are none',
      minimal.replace('limit: 1 }', 'limit: 1, handover: [needs] }') +
        'extension: { deadlines: [replies] }\nhandledCallKinds: [complaints]\n',
      [
        "shop.yaml:20 transfer.handover.0: There is no handover field 'needs' in this pack. Do you mean 'need'?",
        "shop.yaml:21 extension.deadlines.0: There is no deadline 'replies' in this pack. Known are reply.",
        "shop.yaml:22 handledCallKinds.0: There is no kind 'complaints' in this pack. Do you mean 'complaint'?",
      ],
    ],
    [
      'a key that takes away what is not there',
      after('calendar: CN', 'channels: ~\nverdicts: { right: ~ }'),
      [
        'shop.yaml:6 channels: Nothing stands here. Write a value, or leave the key out: ~ takes away only what the extended file has.',
        'shop.yaml:7 verdicts.right: Nothing stands here. Write a value, or leave the key out: ~ takes away only what the extended file has.',
      ],
    ],
    [
      'a key that stands twice',
      after('version: 1', 'version: 2'),
      ['shop.yaml:3 : This is not valid YAML: Map keys must be unique. Mend the text at this line or just above it.'],
    ],
    [
      'an alias',
      minimal
        .replace('name: { zh-CN: 商店, en: Shop }', 'name: &n { zh-CN: 商店, en: Shop }\nkinds: { x: *n }')
        .replace('kinds: { complaint: { zh-CN: 投诉, en: Complaint } }\n', ''),
      ['shop.yaml:4 kinds.x: An alias is used. Write the value out.'],
    ],
  ])('names %s, its line and how to mend it', (_, text, expected) => {
    expect(faults(text)).toEqual(expected);
  });

  it('takes broken YAML, an empty file and a list for what they are', () => {
    expect(faults('id: [a')).toHaveLength(1);
    expect(faults('')).toEqual(['shop.yaml:1 : null stands where a table must be. Write keys with their values.']);
    expect(faults('- 1')).toEqual(['shop.yaml:1 : A list stands where a table must be. Write keys with their values.']);
  });

  it('lets a key like __proto__ change nothing', () => {
    expect(faults(`${minimal}__proto__: { zone: UTC }\n`)).toHaveLength(1);
    expect(Object.hasOwn(Object.prototype, 'zone')).toBe(false);
  });
});

describe('extends', () => {
  it('merges maps key by key, replaces lists and values, and takes away what is emptied', () => {
    const pack = load(
      `id: shop
version: 2
extends: base
name: { en: Another shop }
levels: { high: ~, crisis: { zh-CN: 危机, en: Crisis } }
workingHours: ['08:00-12:00', '13:00-17:00']
deadlines:
  reply: { within: 2h, penalty: ~ }
`,
      { base: minimal.replace('id: shop', 'id: base') },
    );
    expect(pack).toEqual({
      ...load(minimal),
      extends: 'base',
      version: 2,
      name: { 'zh-CN': '商店', en: 'Another shop' },
      levels: { low: { 'zh-CN': '低', en: 'Low' }, crisis: { 'zh-CN': '危机', en: 'Crisis' } },
      workingHours: ['08:00-12:00', '13:00-17:00'],
      deadlines: {
        reply: { name: { 'zh-CN': '答复', en: 'Reply' }, starts: 'filed', metBy: 'contacted', within: '2h' },
      },
    });
  });

  it('names the file and line that a fault of the merged pack comes from', () => {
    const base = minimal.replace('id: shop', 'id: base');
    expect(faults('id: shop\nversion: 2\nextends: base\nlevels:\n  low: ~\n', { base })).toEqual([
      "base.yaml:12 defaultLevel: There is no level 'low' in this pack. Known are high.",
      "base.yaml:18 deadlines.reply.within.low: There is no level 'low' in this pack. Known are high.",
    ]);
  });

  it('wants an id and a version of its own', () => {
    expect(faults('extends: base\n', { base: minimal })).toEqual([
      "shop.yaml:1 extends: 'id' is missing. Give the policy pack its own id.",
      "shop.yaml:1 extends: 'version' is missing. Give the policy pack its own version.",
    ]);
  });

  it('refuses a circle', () => {
    const pack = (id: string, base: string) => `id: ${id}\nversion: 1\nextends: ${base}\n`;
    expect(faults(pack('shop', 'a'), { a: pack('a', 'b'), b: pack('b', 'a') })).toEqual([
      'b.yaml:3 extends: The files extend each other in a circle: shop.yaml → a.yaml → b.yaml → a.yaml. Let one of them stand alone.',
    ]);
  });

  it('names a base that is not there', () => {
    expect(faults('id: shop\nversion: 1\nextends: nothing\n')).toEqual([
      "shop.yaml:3 extends: There is no policy pack 'nothing' to extend. Write the id of a policy pack that is installed.",
    ]);
    expect(faults('id: shop\nversion: 1\nextends: [base]\n')).toEqual([
      'shop.yaml:3 extends: It must name a policy pack. Write the id of a policy pack that is installed.',
    ]);
  });
});
