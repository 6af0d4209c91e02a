import {
  type Department,
  type Level,
  branches,
  categories,
  channels,
  departments,
  firstResponseMinutes,
  kinds,
  levels,
  products,
  responsible,
} from './departments.ts';
import type { Send } from './message.ts';
import { inCallingHours, inOfficeHours } from './office-hours.ts';
import type { Customer } from './people.ts';
import type { Random } from './random.ts';
import { demandOf, detailOf, summaryOf } from './texts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export interface Complaint {
  readonly id: string;
  /** When it is filed, local ms. */
  readonly filedAt: number;
  readonly customer: Customer;
  readonly policy: string | undefined;
}

/** What a story needs of the world it happens in. */
export interface World {
  readonly random: Random;
  readonly send: Send;
  /** RFC 3339 of a local time, for times inside the data. */
  readonly timestamp: (local: number) => string;
}

interface Matter extends Complaint {
  readonly level: Level;
  readonly department: Department;
  readonly agent: string;
}

const departmentOf = (random: Random, category: string): Department =>
  departments[random.draw(responsible[category] ?? [[0, 1]])] ?? departments[0];

const handlerOf = (random: Random, department: Department): string => `${department.id}-${1 + random.below(6)}`;

/** How long a promised act takes: mostly within what is allowed (ms), with `late` as the chance that it is not. */
const within = (random: Random, allowed: number, late: number): number =>
  random.chance(late)
    ? allowed * (1.02 + Math.min(random.around(0.4, 1.1), 8))
    : allowed * Math.min(random.around(0.42, 0.5), 0.98);

/** The call by which it came in; its end is when the complaint is filed. */
const sendCall = (
  world: World,
  complaint: Complaint,
  agent: string,
  told: { kind: string; branch: string },
): string => {
  const { random, send, timestamp } = world;
  const rings = 1 + random.below(random.chance(0.86) ? 3 : 8);
  const length = Math.round(random.around(4.2, 0.5)) * MINUTE;
  const callId = `K-${complaint.id}`;
  const answered = complaint.filedAt - length;
  const { policy, customer, filedAt } = complaint;
  send('call.received', 'call', answered - rings * 5_000, {
    callId,
    ...(policy === undefined ? {} : { policy }),
    line: '400',
    agent,
    kind: told.kind,
    branch: told.branch,
    rings,
    outcome: 'answered',
    answeredAt: timestamp(answered),
    // The complaint below is the case; the call is only how it came.
    needsHandling: false,
    caller: customer,
    brief: '客户来电投诉，已登记工单。',
    handling: '已转投诉处理。',
  });
  send('call.ended', 'call-ended', filedAt, { callId, outcome: 'answered', durationMs: length, agent });
  return callId;
};

const handover = (random: Random, customer: Customer) => {
  const note = { need: demandOf(random), facts: '已核对订单和登记信息', promised: '当日答复', contact: customer.phone };
  if (random.chance(0.9)) return note;
  const { need, contact } = note;
  return random.chance(0.5) ? { need, contact } : {};
};

/** Assigned, perhaps passed on, perhaps once too often; answers who has it then. */
const route = (world: World, matter: Matter): Department => {
  const { random, send } = world;
  const { id: complaintId, filedAt } = matter;
  let at = filedAt + within(random, 10 * MINUTE, 0.03);
  let holder = random.chance(0.9) ? matter.department : random.pick(departments);
  send('case.assigned', 'assigned', at, { complaintId, department: holder.id, by: matter.agent });
  for (let transfer = 1; transfer <= 3; transfer++) {
    const misplaced = holder.id !== matter.department.id;
    if (!random.chance(misplaced && transfer === 1 ? 0.8 : transfer === 1 ? holder.passesOn : 0.14)) return holder;
    const to = misplaced ? matter.department : random.pick(departments.filter(({ id }) => id !== holder.id));
    at += random.around(9, 0.6) * MINUTE;
    send('case.transferred', `transferred-${transfer}`, at, {
      complaintId,
      from: { department: holder.id },
      to: { department: to.id },
      by: handlerOf(random, holder),
      handover: handover(random, matter.customer),
      reason: '经核实属于其他部门职责',
    });
    holder = to;
  }
  return holder;
};

/** Nobody answers: more time is asked for and granted or refused (EXT-1). Answers until when, if granted. */
const extend = (world: World, matter: Matter, at: number, by: string): number | undefined => {
  const { random, send, timestamp } = world;
  const until = at + (3 + random.below(5)) * HOUR;
  const deadline = 'first-response';
  const { id: complaintId } = matter;
  send('case.extension-requested', 'extension', at, {
    complaintId,
    deadline,
    until: timestamp(until),
    by,
    reason: '客户电话无人接听',
  });
  const granted = random.chance(0.78);
  send('case.extension-decided', 'extension-decided', at + random.around(6, 0.9) * MINUTE, {
    complaintId,
    deadline,
    granted,
    by: 'general-manager',
  });
  return granted ? until : undefined;
};

/** One round of handling: contacts, then the settlement; answers when it was settled, undefined when it never is. */
const handle = (
  world: World,
  matter: Matter,
  holder: Department,
  round: number,
  started: number,
): number | undefined => {
  const { random, send } = world;
  const { id: complaintId, level } = matter;
  const by = handlerOf(random, holder);
  const contact = (step: string, at: number, reached: boolean): void =>
    // Some write down in the evening whom they called in the morning.
    send(
      'case.contacted',
      `${step}-${round}`,
      at,
      { complaintId, reached, by, summary: reached ? '已联系客户，说明处理进度。' : '无人接听' },
      random.chance(0.015) ? random.between(2, 14) * HOUR : 0,
    );
  const allowed = firstResponseMinutes[level] * MINUTE;
  let first = started + within(random, allowed, holder.late);
  if (random.chance(0.07)) {
    contact('unreached', Math.min(first, started + allowed * 0.7), false);
    const until = round === 1 && random.chance(0.55) ? extend(world, matter, started + allowed * 0.8, by) : undefined;
    first = until === undefined ? first : until - random.between(0.1, 2) * HOUR;
  }
  if (random.chance(0.003)) return undefined;
  contact('contacted-a', first, true);
  const settled = inOfficeHours(started + random.around(holder.settlesIn, 0.7) * HOUR, random);
  const owed = started + 24 * HOUR;
  const second = inCallingHours(started + within(random, 24 * HOUR, holder.late * 0.6), owed, random);
  if (second < settled || random.chance(0.3)) contact('contacted-b', Math.max(second, first + 5 * MINUTE), true);
  if (random.chance(0.003)) return undefined;
  const resolved = Math.max(settled, first + 10 * MINUTE);
  const verdict = random.draw([
    ['justified', 62],
    ['partly-justified', 22],
    ['not-justified', 16],
  ] as const);
  send('case.resolved', `resolved-${round}`, resolved, { complaintId, by, verdict, summary: summaryOf(random) });
  return resolved;
};

/** The call afterwards; answers when a customer said not satisfied. */
const followUp = (
  world: World,
  matter: Matter,
  holder: Department,
  round: number,
  resolved: number,
): number | undefined => {
  const { random, send } = world;
  const { id: complaintId, agent: by } = matter;
  // Now and then nobody thinks of calling back for days (FUP-1).
  const wait = random.chance(0.05) ? random.between(100, 170) : random.around(26, 0.5);
  let at = inOfficeHours(resolved + wait * HOUR, random);
  for (let attempt = 1; attempt <= 3; attempt++) {
    const step = `followed-up-${round}-${attempt}`;
    if (!random.chance(0.1)) {
      const satisfied = random.chance(Math.min(0.97, holder.satisfies + (round - 1) * 0.08));
      const rating = satisfied ? 4 + random.below(2) : 1 + random.below(3);
      send('case.followed-up', step, at, { complaintId, by, reached: true, satisfied, rating });
      return satisfied ? undefined : at;
    }
    send('case.followed-up', step, at, { complaintId, by, reached: false });
    at = inOfficeHours(at + random.between(3, 28) * HOUR, random);
  }
  send('case.closed', 'closed', at, { complaintId, outcome: 'unreachable', by, reason: '三次回访均无法联系' });
  return undefined;
};

/** What the customer wants cannot be had: the case ends, and they stay unsatisfied. */
const giveUp = ({ random, send }: World, { id: complaintId }: Matter, since: number): void => {
  const at = inOfficeHours(since + random.between(4, 70) * HOUR, random);
  const reason = '诉求超出政策范围，已书面答复';
  send('case.closed', 'closed', at, { complaintId, outcome: 'unreasonable-demands', by: 'general-manager', reason });
};

/** What happens besides: another level, a word upward, a correction, a withdrawal. True when it was withdrawn. */
const aside = (world: World, matter: Matter): boolean => {
  const { random, send } = world;
  const { id: complaintId, level, filedAt, agent: by } = matter;
  if (level === 'crisis' || random.chance(level === 'major' ? 0.3 : 0.01)) {
    const to = level === 'crisis' ? 'general-manager' : 'department-head';
    send('case.escalated', 'escalated', filedAt + random.around(12, 0.6) * MINUTE, { complaintId, to, by });
  }
  if (random.chance(0.03)) {
    const changed = level === 'dissatisfied' ? 'very-dissatisfied' : 'dissatisfied';
    const at = filedAt + random.between(4, 240) * MINUTE;
    send('case.level-changed', 'level', at, { complaintId, level: changed, by, reason: '与客户沟通后重新定级' });
  }
  if (random.chance(0.02)) {
    const category = random.draw(categories);
    send('complaint.amended', 'amended', filedAt + random.between(5, 600) * MINUTE, { complaintId, category, by });
  }
  if (!random.chance(0.012)) return false;
  const reason = '客户撤诉';
  send('complaint.withdrawn', 'withdrawn', filedAt + random.between(30, 300) * MINUTE, { complaintId, by, reason });
  return true;
};

/** The life of one complaint, from the call to the satisfied customer; some never get there. */
export const tellComplaint = (world: World, complaint: Complaint): void => {
  const { random, send } = world;
  const { id: complaintId, filedAt, customer, policy } = complaint;
  const category = random.draw(categories);
  const [product, branch, kind] = [random.pick(products), random.pick(branches), random.draw(kinds)];
  const agent = `agent-${String(1 + random.below(24)).padStart(2, '0')}`;
  const channel = random.draw(channels);
  const callId = channel === 'phone' ? sendCall(world, complaint, agent, { kind, branch }) : undefined;
  const matter: Matter = {
    ...complaint,
    agent,
    level: random.draw(levels),
    department: departmentOf(random, category),
  };
  send('complaint.filed', 'filed', filedAt, {
    complaintId,
    ...(policy === undefined ? {} : { policy }),
    kind,
    channel,
    level: matter.level,
    category,
    product,
    branch,
    receivedBy: agent,
    receivingDepartment: 'customer-service',
    ...(callId === undefined ? {} : { callId }),
    complainant: customer,
    detail: detailOf(random, category, product, branch),
    demand: demandOf(random),
  });
  const holder = route(world, matter);
  if (aside(world, matter)) return;
  let started: number | undefined = filedAt;
  for (let round = 1; round <= 4 && started !== undefined; round++) {
    const resolved = handle(world, matter, holder, round, started);
    started = resolved === undefined ? undefined : followUp(world, matter, holder, round, resolved);
    if (started !== undefined && random.chance(0.2)) return giveUp(world, matter, started);
  }
};
