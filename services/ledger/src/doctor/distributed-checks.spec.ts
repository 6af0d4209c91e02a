import { LedgerError } from '@complaint-ledger/contracts';
import { openPolicyBook } from '@complaint-ledger/policy';
import { expect, it } from '@jest/globals';
import { distributedOf } from '../config/distributed.ts';
import { GivenSettings } from '../config/given-settings.ts';
import { distributedChecks } from './distributed-checks.ts';
import type { DistributedGround } from './distributed-ground.ts';
import { examine } from './examine.ts';

it('what a server refuses although it answers is told by somebody', async () => {
  const refused = async (): Promise<never> => {
    throw new LedgerError('config', 'MongoDB refuses this user.');
  };
  const environment = {
    LEDGER_EVENTS: 'kurrentdb://e:2113',
    LEDGER_KAFKA: 'k:9092',
    LEDGER_MONGODB: 'mongodb://m/ledger',
    LEDGER_VAULT_KEY: Buffer.alloc(32, 7).toString('base64'),
  };
  const ground: DistributedGround = {
    where: distributedOf(new GivenSettings({}, environment)),
    now: () => 0,
    kurrentDb: refused,
    kafka: refused,
    mongoDb: async () => ({
      version: '8.0.4',
      topology: 'replica set',
      database: 'ledger',
      clock: { theirs: 0, ours: 0 },
    }),
    log: refused,
    projections: refused,
    vault: refused,
    mongoUrl: async () => environment.LEDGER_MONGODB,
  };
  const checks = distributedChecks(ground, openPolicyBook).filter(({ name }) => ['parked', 'packs'].includes(name));
  expect((await examine(checks, 10_000)).map(({ check, outcome }) => [check, outcome])).toEqual([
    ['parked', 'failed'],
    ['packs', 'failed'],
  ]);
});
