import type { Odds } from './random.ts';

/** How a department of the standard pack works, in this invented company. */
export interface Department {
  readonly id: string;
  /** Share of its responses that come late. */
  readonly late: number;
  /** Median time to settle a matter, hours. */
  readonly settlesIn: number;
  /** Share of its matters that it passes on. */
  readonly passesOn: number;
  /** Share of its customers who are satisfied with what it did. */
  readonly satisfies: number;
}

const department = (id: string, late: number, settlesIn: number, passesOn: number, satisfies: number): Department => ({
  id,
  late,
  settlesIn,
  passesOn,
  satisfies,
});

export const departments = [
  department('customer-service', 0.04, 12, 0.1, 0.92),
  department('sales', 0.09, 20, 0.12, 0.85),
  department('after-sales', 0.15, 34, 0.06, 0.8),
  department('quality', 0.07, 44, 0.05, 0.84),
  department('finance', 0.05, 18, 0.08, 0.9),
  department('logistics', 0.18, 26, 0.07, 0.78),
  department('technology', 0.1, 28, 0.06, 0.86),
  department('operations', 0.06, 22, 0.14, 0.88),
] as const;

/** Where matters of a category end up. */
export const responsible: Readonly<Record<string, Odds<number>>> = {
  'service-attitude': [
    [0, 5],
    [1, 3],
    [2, 3],
  ],
  'service-skill': [
    [0, 4],
    [2, 4],
    [6, 1],
  ],
  'staff-error': [
    [7, 3],
    [4, 2],
    [1, 2],
  ],
  'product-quality': [
    [3, 6],
    [2, 4],
  ],
  billing: [
    [4, 8],
    [1, 1],
  ],
  delivery: [
    [5, 9],
    [1, 1],
  ],
  'system-failure': [
    [6, 8],
    [7, 1],
  ],
  'internal-coordination': [
    [7, 5],
    [0, 2],
  ],
  business: [
    [7, 3],
    [1, 3],
    [4, 2],
  ],
  'not-responsible': [[0, 1]],
};

export const categories: Odds<string> = [
  ['delivery', 20],
  ['product-quality', 17],
  ['billing', 15],
  ['service-attitude', 13],
  ['system-failure', 10],
  ['business', 8],
  ['service-skill', 7],
  ['staff-error', 5],
  ['internal-coordination', 3],
  ['not-responsible', 2],
];

export const levels: Odds<Level> = [
  ['dissatisfied', 64],
  ['very-dissatisfied', 24],
  ['major', 9.5],
  ['crisis', 2.5],
];
export type Level = 'dissatisfied' | 'very-dissatisfied' | 'major' | 'crisis';

/** Minutes to the first response that the standard pack allows; here only to be late or in time. */
export const firstResponseMinutes: Readonly<Record<Level, number>> = {
  dissatisfied: 30,
  'very-dissatisfied': 20,
  major: 10,
  crisis: 10,
};

export const products = ['冰箱', '洗衣机', '空调', '热水器', '电视机', '油烟机', '扫地机器人', '净水器'] as const;
export const branches = ['北京', '上海', '广州', '成都', '武汉', '西安', '沈阳', '杭州'] as const;
export const channels: Odds<string> = [
  ['phone', 58],
  ['app', 14],
  ['web', 11],
  ['chat', 8],
  ['e-mail', 4],
  ['walk-in', 3],
  ['letter', 2],
];
export const kinds: Odds<string> = [
  ['complaint', 80],
  ['fault', 8],
  ['after-sales', 7],
  ['suggestion', 3],
  ['opinion', 2],
];
