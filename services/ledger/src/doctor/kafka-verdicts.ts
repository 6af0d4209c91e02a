import { said } from '@complaint-ledger/contracts';
import type { GroupLook, KafkaLook, TopicsLook } from '@complaint-ledger/event-feed/kafka';
import { type Verdict, failed, ok, warning } from './finding.ts';
import { counted } from '../cli/counted.ts';

/** Messages that a group may be behind before somebody should look. */
const MUCH = 10_000;

export const clusterVerdict = ({
  clusterId,
  brokers,
  requests: { spoken, missing },
}: Omit<KafkaLook, 'groups' | 'topics'>): Verdict => {
  const facts = { clusterId, brokers, requests: spoken };
  if (missing.length > 0)
    return failed(
      said(
        `its version does not speak what this ledger needs: ${missing.join(', ')}`,
        `其版本不支持本账本需要的请求：${missing.join('、')}`,
      ),
      said('Use Kafka 2.1 to 4.x, or a newer release of this ledger.', '请使用 Kafka 2.1 至 4.x，或更新本账本。'),
      { ...facts, missing },
    );
  return ok(
    said(
      `cluster ${clusterId}, ${counted(brokers.length, 'broker')}: ${brokers.join(', ')}; their version speaks all that is needed`,
      `集群 ${clusterId}，${brokers.length} 个 broker：${brokers.join('、')}；版本符合要求`,
    ),
    facts,
  );
};

const ENSURE = said(
  'Run `ledger topics ensure`: it makes what is missing.',
  '请运行 `ledger topics ensure`，它会新建缺少的主题。',
);

/** Settings that cost no event when they differ. */
const bearable = new Set(['partitions', 'replication']);

const differing = ({ differences }: TopicsLook): readonly Verdict[] =>
  differences.map(({ topic, setting, wanted, found }) => {
    const told = said(
      `${topic}: ${setting} is ${found}, not ${wanted}`,
      `${topic}：${setting} 为 ${found}，应为 ${wanted}`,
    );
    const facts = { topic, setting, wanted, found };
    if (bearable.has(setting))
      return warning(
        told,
        said(
          `If ${found} is meant, say so in the settings (topics.${setting}). The partitions of ledger.events.v1 must never change.`,
          `若本意就是 ${found}，请写进设置（topics.${setting}）。ledger.events.v1 的分区数不可更改。`,
        ),
        facts,
      );
    return failed(
      told,
      said(
        `Set it with kafka-configs, --alter --add-config ${setting}=${wanted}: events or messages could be lost or not taken as it is.`,
        `请用 kafka-configs 的 --alter --add-config ${setting}=${wanted} 修改：否则事件或消息可能丢失或被拒。`,
      ),
      facts,
    );
  });

/** Topics as they are beside what `ledger topics ensure` would make. */
export const topicsVerdicts = (topics: TopicsLook): readonly Verdict[] => {
  const { missing, behind, leaderless } = topics;
  const found: Verdict[] = missing.map((topic) =>
    failed(said(`${topic} is not there`, `缺少主题 ${topic}`), ENSURE, { topic }),
  );
  found.push(...differing(topics));
  if (leaderless.length > 0)
    found.push(
      failed(
        said(`without a leader: ${leaderless.join(', ')}`, `没有 leader：${leaderless.join('、')}`),
        said('Start the brokers that are away.', '请启动不在线的 broker。'),
        { leaderless },
      ),
    );
  if (behind.length > 0)
    found.push(
      warning(
        said(`copies behind: ${behind.join(', ')}`, `副本落后：${behind.join('、')}`),
        said(
          'A broker is away or too slow: one more, and nothing can be written.',
          '有 broker 不在线或过慢；再少一个就可能无法写入。',
        ),
        { behind },
      ),
    );
  return found.length > 0 ? found : [ok(said('there, with the settings that they should have', '齐全，设置符合要求'))];
};

const groupVerdict = ({ group, state, members, lag }: GroupLook): Verdict => {
  const told = said(
    `${group}: ${counted(members, 'member')}, ${counted(lag, 'message')} behind`,
    `${group}：${members} 个成员，落后 ${lag} 条消息`,
  );
  const facts = { group, state, members, lag };
  if (members === 0 && lag > 0)
    return failed(
      told,
      said(`Nobody works on it: start a process of that service.`, `没有进程在处理：请启动该服务的进程。`),
      facts,
    );
  if (lag > MUCH)
    return warning(
      told,
      said(
        'Watch whether it shrinks; /health/ready of its processes tells what it stands at.',
        '请观察是否在减少；其进程的 /health/ready 会说明停在何处。',
      ),
      facts,
    );
  return ok(told, facts);
};

/** Consumer groups of the ledger. */
export const groupsVerdicts = (groups: readonly GroupLook[]): readonly Verdict[] =>
  groups.length === 0
    ? [
        warning(
          said('none: no process has ever taken part', '没有：尚无进程加入过'),
          said('Start intake, routing and reporting.', '请启动 intake、routing 和 reporting。'),
        ),
      ]
    : groups.map(groupVerdict);
