/** One complaint from filing to follow-up, as its CRM tells it; every third is late and every fourth passed on twice. */
export interface ToldEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const SOURCE = 'crm://crash';
const START = Date.parse('2026-03-02T00:00:00Z');
const departments = ['sales', 'after-sales', 'finance', 'quality'] as const;
const levels = ['dissatisfied', 'very-dissatisfied', 'major', 'crisis'] as const;

const at = (minutes: number): string => new Date(START + minutes * 60_000).toISOString().replace('.000', '');

const event = (id: string, type: string, minutes: number, data: Readonly<Record<string, unknown>>): ToldEvent => ({
  specversion: '1.0',
  id,
  source: SOURCE,
  type,
  time: at(minutes),
  data,
});

/** The clock of the source, said once before and once after all stories. */
export const clock = (name: string, day: number): ToldEvent =>
  event(`clock-${name}`, 'source.advanced', day * 1440, { to: at(day * 1440) });

export const story = (k: number): readonly ToldEvent[] => {
  const complaintId = `K${k}`;
  const filed = k * 7;
  const department = departments[k % departments.length] ?? 'sales';
  const tell = (what: string, type: string, after: number, data: Readonly<Record<string, unknown>>): ToldEvent =>
    event(`${complaintId}-${what}`, type, filed + after, { complaintId, ...data });
  const handover = { need: '退款', facts: '已核对', promised: '今日答复', contact: '13800000000' };
  const passedOn = k % 4 === 0 ? ['finance', 'quality'] : [];
  return [
    tell('filed', 'complaint.filed', 0, {
      level: levels[k % levels.length],
      channel: 'phone',
      category: 'service-quality',
      complainant: { name: `客户${k}`, phone: `138${String(k).padStart(8, '0')}` },
      detail: '等待太久',
    }),
    tell('assigned', 'case.assigned', 2, { department, by: 'agent-1' }),
    ...passedOn.map((to, i) =>
      tell(`passed-${i}`, 'case.transferred', 3 + i, { to: { department: to }, handover, by: 'agent-1' }),
    ),
    tell('contact-1', 'case.contacted', k % 3 === 0 ? 45 : 8, { reached: true, by: 'agent-2' }),
    tell('contact-2', 'case.contacted', 600, { reached: true, by: 'agent-2' }),
    tell('resolved', 'case.resolved', 700, { by: 'agent-2', verdict: 'justified' }),
    tell('followed', 'case.followed-up', 2000, { reached: true, satisfied: k % 5 !== 0, by: 'agent-1' }),
  ];
};
