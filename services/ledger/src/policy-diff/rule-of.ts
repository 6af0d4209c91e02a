import type { PolicyPack } from '@complaint-ledger/policy';
import type { Difference } from './differences.ts';

/** The longest place that a difference begins with speaks. */
const rules: Readonly<Record<string, string>> = {
  'transfer.limit': 'XFER-1',
  'transfer.handlers': 'XFER-2',
  'transfer.handover': 'XFER-3',
  'transfer.keeps': 'FIRST-3',
  duty: 'ESC-3',
  handledCallKinds: 'CALL-3',
  categories: 'FILE-5',
  channels: 'FILE-1',
  kinds: 'CALL-3',
  levels: 'LEVEL-1',
  verdicts: 'RES-4',
  fields: 'FILE-2',
  records: 'FILE-2',
  repeats: 'FILE-3',
  confidential: 'FILE-1',
  headHandles: 'ESC-1',
  escalations: 'ESC-1',
  steps: 'RES-3',
  extension: 'EXT-1',
  compensation: 'RES-5',
  outcomes: 'RES-7',
  'penalties.waivers': 'PEN-3',
  'penalties.damage': 'PEN-2',
  'followUp.required': 'FUP-1',
  'followUp.survey': 'FUP-4',
  'calls.rings': 'CALL-1',
  'calls.long': 'CALL-5',
  'calls.desks': 'CALL-3',
  'calls.nuisance': 'CALL-10',
  'calls.identity': 'CALL-12',
  reports: 'REP-1',
};

type Naming = 'deadlines' | 'escalations' | 'steps' | 'outcomes';
const naming: ReadonlySet<string> = new Set<Naming>(['deadlines', 'escalations', 'steps', 'outcomes']);

const ownRule = (section: Naming, id: string, packs: readonly PolicyPack[]): string | undefined => {
  for (const pack of packs) {
    const entries = pack[section] ?? {};
    const rule = Object.hasOwn(entries, id) ? entries[id]?.rule : undefined;
    if (rule !== undefined) return rule;
  }
  return undefined;
};

/** The rule of the rulebook that the difference is about, where there is one. */
export const ruleOf = ({ path }: Difference, packs: readonly PolicyPack[]): string | undefined => {
  const [section = '', part = ''] = path;
  const own = naming.has(section) ? ownRule(section as Naming, part, packs) : undefined;
  return own ?? rules[`${section}.${part}`] ?? rules[section];
};
