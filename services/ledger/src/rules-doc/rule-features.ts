import type { RuleId } from '@complaint-ledger/contracts';
import type { PolicyPack } from '@complaint-ledger/policy';

/** Whether a pack has what the rule asks for; `every`: the rule holds whatever a pack says. */
export type Feature = 'every' | ((pack: PolicyPack) => boolean);

const has = (value: unknown): boolean => {
  if (value === undefined || value === false) return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value !== 'object' || value === null || Object.keys(value).length > 0;
};

const someDeadline =
  (fits: (rule: PolicyPack['deadlines'][string]) => boolean) =>
  ({ deadlines }: PolicyPack): boolean =>
    Object.values(deadlines).some(fits);

const someItem =
  (...items: readonly string[]) =>
  ({ records = {} }: PolicyPack): boolean =>
    Object.values(records).some((wanted) => items.some((item) => wanted.includes(item)));

const someHolder =
  (name: 'ownGroup' | 'duty') =>
  ({ assignment = [] }: PolicyPack): boolean =>
    assignment.some(({ to }) => to[name] === true);

/** What of a pack makes it have a rule, beside the parts that name the rule themselves (`rule: LEVEL-1`). */
export const ruleFeatures: Readonly<Record<RuleId, Feature>> = {
  'CALL-1': ({ calls }) => has(calls?.rings),
  'CALL-2': 'every',
  'CALL-3': ({ handledCallKinds, calls }) => has(handledCallKinds) || has(calls?.desks),
  'CALL-4': ({ records }) => has(records),
  'CALL-5': ({ calls }) => has(calls?.long),
  'CALL-6': someDeadline(({ starts }) => starts === 'promised'),
  'CALL-7': someDeadline(({ starts }) => starts === 'missed-call'),
  'CALL-8': 'every',
  'CALL-9': ({ targets = {} }) => Object.keys(targets).some((measure) => /answer/i.test(measure)),
  'CALL-10': ({ calls }) => has(calls?.nuisance),
  'CALL-11': someItem('fault', 'fault.what', 'fault.where', 'fault.action'),
  'CALL-12': ({ calls }) => has(calls?.identity),
  'CALL-13': ({ fields, records }) => has(fields) && has(records?.['inquiry']),
  'FIRST-1': 'every',
  'FIRST-2': someHolder('ownGroup'),
  'FIRST-3': ({ transfer }) => has(transfer.keeps),
  'XFER-1': ({ transfer }) => transfer.unit !== 'none',
  'XFER-2': ({ transfer }) => has(transfer.handlers),
  'XFER-3': ({ transfer }) => has(transfer.handover),
  'XFER-4': ({ transfer }) => transfer.unit !== 'none',
  'XFER-5': ({ outcomes, verdicts }) => Object.hasOwn({ ...outcomes, ...verdicts }, 'not-ours'),
  'FILE-1': ({ channels, confidential }) => has(channels) || has(confidential),
  'FILE-2': ({ records, fields }) => has(records) || has(fields),
  'FILE-3': ({ repeats }) => has(repeats),
  'FILE-4': () => false,
  'FILE-5': ({ categories }) => has(categories),
  'LEVEL-1': () => false,
  'LEVEL-2': ({ levels }) => Object.keys(levels).length > 1,
  'CONT-1': () => false,
  'CONT-2': () => false,
  'CONT-3': () => false,
  'EXT-1': ({ extension }) => has(extension),
  'RES-1': () => false,
  'RES-2': () => false,
  'RES-3': ({ steps }) => has(steps),
  'RES-4': ({ verdicts }) => has(verdicts),
  'RES-5': ({ compensation }) => has(compensation),
  'RES-6': ({ steps = {} }) => Object.values(steps).some(({ when }) => when?.transferred === true),
  'RES-7': ({ outcomes = {} }) => Object.values(outcomes).some(({ unasked }) => unasked === true),
  'ESC-1': ({ headHandles }) => has(headHandles),
  'ESC-2': () => false,
  'ESC-3': someHolder('duty'),
  'ESC-4': () => false,
  'FUP-1': ({ followUp }) => followUp?.required === true,
  'FUP-2': 'every',
  'FUP-3': 'every',
  'FUP-4': ({ followUp }) => has(followUp?.survey),
  'PEN-1': someDeadline(({ penalty }) => penalty !== undefined),
  'PEN-2': ({ penalties }) => has(penalties?.damage),
  'PEN-3': ({ penalties }) => has(penalties?.waivers),
  'CONF-1': 'every',
  'REP-1': ({ reports }) => has(reports),
  'REP-2': 'every',
  'REP-3': 'every',
  'REP-4': 'every',
  'REP-5': 'every',
};

/** Parts of a pack whose entries name their rule. */
export type NamingPart = 'deadlines' | 'escalations' | 'steps' | 'outcomes';

/** Rules that parts of the pack name themselves, and those parts. */
export const namedRules = (pack: PolicyPack): ReadonlyMap<string, ReadonlySet<NamingPart>> => {
  const found = new Map<string, Set<NamingPart>>();
  for (const part of ['deadlines', 'escalations', 'steps', 'outcomes'] as const) {
    for (const { rule } of Object.values<{ readonly rule?: string }>(pack[part] ?? {}))
      if (rule !== undefined) found.set(rule, (found.get(rule) ?? new Set()).add(part));
  }
  return found;
};
