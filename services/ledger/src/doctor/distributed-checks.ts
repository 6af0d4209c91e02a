import { said } from '@complaint-ledger/contracts';
import type { PolicyBook } from '@complaint-ledger/policy';
import { noVault } from '@complaint-ledger/vault';
import { holdsEvents } from '../open/open-ledger.ts';
import { clockVerdict, newestVerdict } from './clock-checks.ts';
import type { DistributedGround } from './distributed-ground.ts';
import { type Check, failureOf, needing, needingBoth, ok, warning } from './finding.ts';
import { clusterVerdict, groupsVerdicts, topicsVerdicts } from './kafka-verdicts.ts';
import { keysVerdict, parkedVerdicts, quarantineVerdict } from './kept-verdicts.ts';
import { missingPacks, packsVerdict } from './missing-packs.ts';
import { serialConsumers, waitingSince, workVerdict } from './relay-verdicts.ts';

/** HTTP tells the time to the second. */
const HTTP_GRAIN = 1_000;

const serverChecks = (ground: DistributedGround): readonly Check[] => {
  const { where, now } = ground;
  return [
    {
      name: 'kurrentdb',
      look: async () => {
        const { version } = await ground.kurrentDb();
        return ok(said(`version ${version}`, `版本 ${version}`), { version });
      },
    },
    needing('kurrentdb clock', 'kurrentdb', ground.kurrentDb, async ({ clock }) =>
      clockVerdict('KurrentDB', clock && { ...clock, grain: HTTP_GRAIN }, where.graceMs),
    ),
    needing('log', 'kurrentdb', ground.kurrentDb, async () =>
      newestVerdict((await (await ground.log()).last())?.recordedAt, now(), where.graceMs),
    ),
    { name: 'kafka', look: async () => clusterVerdict(await ground.kafka()) },
    needing('kafka topics', 'kafka', ground.kafka, async ({ topics }) => topicsVerdicts(topics)),
    needing('kafka groups', 'kafka', ground.kafka, async ({ groups }) => groupsVerdicts(groups)),
    {
      name: 'mongodb',
      look: async () => {
        const { version, topology, database } = await ground.mongoDb();
        const facts = { version, topology, database };
        const told = said(
          `version ${version}, ${topology}, database ${database}`,
          `版本 ${version}，${zhTopology[topology]}，数据库 ${database}`,
        );
        if (topology !== 'standalone') return ok(told, facts);
        return warning(
          told,
          said('One server has nobody to take over: use a replica set.', '单台服务器无可接替：请使用副本集。'),
          facts,
        );
      },
    },
    needing('mongodb clock', 'mongodb', ground.mongoDb, async ({ clock }) =>
      clockVerdict('MongoDB', clock, where.graceMs),
    ),
  ];
};

const zhTopology = { 'replica set': '副本集', 'sharded cluster': '分片集群', standalone: '单机' } as const;

const workChecks = (ground: DistributedGround): readonly Check[] => {
  const { where, now } = ground;
  const parts = ['kurrentdb', 'mongodb'] as const;
  const logAndDocuments = [ground.log, ground.projections] as const;
  return [
    needingBoth('relay', parts, logAndDocuments, async ([log, documents]) => {
      const { EVENTS_TOPIC, relayPlaceIn } = await import('@complaint-ledger/event-feed/kafka');
      const state = await relayPlaceIn(documents, `${where.prefix}${EVENTS_TOPIC}`).read();
      const waits = await waitingSince(log, state?.position ?? 0, now());
      return workVerdict({ what: 'relay', holder: state?.holder ?? '', waits });
    }),
    needing('seal', 'kurrentdb', ground.log, async (log) =>
      workVerdict({ what: 'seal', waits: await waitingSince(log, await log.seal.position(), now()) }),
    ),
    needingBoth('consumers of the whole log', parts, logAndDocuments, async ([log, documents]) => {
      const { relayPlacesOf } = await import('@complaint-ledger/event-feed/kafka');
      const consumers = serialConsumers(await relayPlacesOf(documents), where.prefix);
      if (consumers.length === 0) return ok(said('none yet', '尚无'));
      return Promise.all(
        consumers.map(async ([what, { holder, position }]) => {
          const verdict = workVerdict({ what, holder, waits: await waitingSince(log, position, now()) });
          const { en, 'zh-CN': zh } = verdict.told;
          return { ...verdict, told: said(`${what}: ${en}`, `${what}：${zh}`) };
        }),
      );
    }),
    needing('parked', 'mongodb', ground.mongoDb, async () => {
      const { parkedIn } = await import('@complaint-ledger/event-feed');
      return parkedVerdicts(await parkedIn(await ground.projections(), { prefix: where.prefix }).list());
    }),
  ];
};

const keptChecks = (ground: DistributedGround, policies: () => PolicyBook): readonly Check[] => [
  needing('vault', 'mongodb', ground.mongoDb, async ({ database }) => {
    if ((await ground.vault()) === 'opens') return ok(said('opens with its key', '可用密钥打开'));
    const log = await ground.log().catch(() => undefined);
    if (log !== undefined && (await holdsEvents(log))) return failureOf(noVault(database));
    return ok(said('no vault yet; the first process makes one', '尚无保险库，首个进程会新建'));
  }),
  needing('keys', 'mongodb', ground.mongoDb, async () => {
    const { openMongoKeyRing } = await import('@complaint-ledger/access/mongodb');
    const ring = await openMongoKeyRing({ url: await ground.mongoUrl() });
    try {
      return await keysVerdict(ring, true);
    } finally {
      await ring.close();
    }
  }),
  needing('packs', 'mongodb', ground.mongoDb, async () =>
    packsVerdict(await missingPacks(await ground.projections(), policies())),
  ),
  needing('quarantine', 'vault', ground.vault, async (vault) => {
    if (vault === 'new') return ok(said('none yet', '尚无'));
    const [{ openMongoVault }, { openMongoQuarantine }] = await Promise.all([
      import('@complaint-ledger/vault/mongodb'),
      import('@complaint-ledger/intake/mongodb'),
    ]);
    const url = await ground.mongoUrl();
    const sealer = await openMongoVault({ url, ...ground.where.vault });
    try {
      const quarantine = await openMongoQuarantine({ url, sealer });
      try {
        return await quarantineVerdict(quarantine);
      } finally {
        await quarantine.close();
      }
    } finally {
      await sealer.close();
    }
  }),
];

/** What a ledger on KurrentDB, Kafka and MongoDB needs. */
export const distributedChecks = (ground: DistributedGround, policies: () => PolicyBook): readonly Check[] => [
  ...serverChecks(ground),
  ...workChecks(ground),
  ...keptChecks(ground, policies),
];
