import { LedgerError } from '@complaint-ledger/contracts';
import type { Policy, PolicyBook, PolicyPack } from '@complaint-ledger/policy';

const words = (...names: readonly string[]): Record<string, { 'zh-CN': string; en: string }> =>
  Object.fromEntries(names.map((name) => [name, { 'zh-CN': name, en: name }]));

const standard: PolicyPack = {
  id: 'standard',
  version: 1,
  name: { 'zh-CN': '标准', en: 'Standard' },
  zone: 'Asia/Shanghai',
  levels: words('dissatisfied', 'very-dissatisfied', 'major', 'crisis'),
  defaultLevel: 'dissatisfied',
  categories: words('service-quality', 'business', 'product-quality'),
  channels: words('phone', 'web', 'app', 'email', 'crm', 'chat'),
  kinds: words('complaint', 'inquiry', 'nuisance'),
  verdicts: words('justified', 'partly-justified', 'not-justified'),
  deadlines: {
    'first-response': {
      name: { 'zh-CN': '首次响应', en: 'First response' },
      starts: 'round',
      metBy: 'contacted',
      within: '30min',
      response: true,
    },
  },
  transfer: { unit: 'department', limit: 1 },
};

/** The same with departments of its own: an unknown one is refused. */
const closed: PolicyPack = { ...standard, id: 'closed', departments: words('sales', 'finance') };

const policyOf = (pack: PolicyPack): Policy => ({
  id: pack.id,
  version: pack.version,
  zone: pack.zone,
  pack,
  deadlines: [],
  due: () => undefined,
  penaltyFen: () => 0,
  propose: () => undefined,
  isSystem: () => false,
});

/** Two small policies whose vocabularies the specs know by heart. */
export const testPolicies = (defaultId = 'standard'): PolicyBook => {
  const policies = new Map([standard, closed].map((pack) => [pack.id, policyOf(pack)]));
  return {
    defaultId,
    ids: () => [...policies.keys()],
    policy: (id) => {
      const policy = policies.get(id);
      if (policy === undefined) throw new LedgerError('not-found', `There is no policy ${id}`);
      return policy;
    },
  };
};
