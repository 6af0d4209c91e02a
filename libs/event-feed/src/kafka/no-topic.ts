import { LedgerError, said } from '@complaint-ledger/contracts';

/** Whether Kafka says that it has no such topic; kafkajs wraps it into others. */
export const saysNoTopic = (error: unknown): boolean =>
  error instanceof Error &&
  (('type' in error && error.type === 'UNKNOWN_TOPIC_OR_PARTITION') || saysNoTopic(error.cause));

/** Of a topic that is not there, or one of several. */
export const noTopic = (topics: readonly string[], cause: unknown): LedgerError =>
  new LedgerError(
    'unavailable',
    said(
      `Kafka has no topic ${topics.join(' or ')}: \`ledger topics ensure\` makes it`,
      `Kafka 没有主题 ${topics.join(' 或 ')}：请运行 \`ledger topics ensure\``,
    ),
    {
      cause,
      missing: topics,
      hint: said(
        'It is tried again. If the topic is there, let this user read it: deploy/kafka/README.md.',
        '会自动重试。若主题已存在，请授予该用户读取权限：deploy/kafka/README.md。',
      ),
    },
  );
