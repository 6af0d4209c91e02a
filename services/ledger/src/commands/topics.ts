import { LedgerError } from '@complaint-ledger/contracts';
import type { Command } from 'commander';
import { examples } from '../cli/examples.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { readKafka } from '../config/distributed.ts';

interface Wanted {
  readonly partitions?: string;
  readonly inboundPartitions?: string;
  readonly replication?: string;
}

const count = (name: keyof Wanted, { [name]: text }: Wanted): { [name: string]: number } => {
  if (text === undefined) return {};
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return { [name]: value };
  throw new LedgerError('invalid-input', `${name} cannot be '${text}'.`, {
    path: name,
    hint: 'Use a whole number from 1 on.',
  });
};

const ensure = async ({ terminal, environment, flags }: Invocation): Promise<void> => {
  const { say } = terminal;
  const wanted = flags as Wanted;
  const { kafka, prefix } = readKafka(environment);
  const { ensureTopics } = await import('@complaint-ledger/event-feed/kafka');
  const ensured = await ensureTopics(kafka, {
    prefix,
    ...count('partitions', wanted),
    ...count('inboundPartitions', wanted),
    ...count('replication', wanted),
  });
  if (terminal.json) terminal.out(JSON.stringify(ensured));
  else {
    for (const topic of ensured.created) terminal.out(say(`${topic}: made`, `${topic}：已新建`));
    for (const topic of ensured.unchanged) terminal.out(say(`${topic}: as it should be`, `${topic}：符合要求`));
  }
  const [first] = ensured.differences;
  if (first === undefined) return;
  if (!terminal.json)
    for (const { topic, setting, wanted: should, found } of ensured.differences)
      terminal.out(
        say(`${topic}: ${setting} is ${found}, not ${should}`, `${topic}：${setting} 为 ${found}，应为 ${should}`),
      );
  throw new LedgerError('config', `${first.topic} is not as it should be: ${first.setting} is ${first.found}.`, {
    path: first.setting,
    hint: `Topics that are there are never changed by this command. Set ${first.setting} to ${first.wanted}, or ask for what is there.`,
  });
};

export const addTopics = (program: Command, world: World): void => {
  const { say } = world;
  program
    .command('topics')
    .description(say('topics of the distributed set-up', '分布式部署的主题'))
    .command('ensure')
    .description(
      say(
        'make the topics that are missing, and tell how the others differ from what they should be',
        '新建缺少的主题，并指出其余主题与要求的差异',
      ),
    )
    .option(
      '--partitions <number>',
      say('of ledger.events.v1: a divisor of 64 (16)', 'ledger.events.v1 的分区数：64 的约数（16）'),
    )
    .option('--inbound-partitions <number>', say('of the inbound topics (8)', '入站主题的分区数（8）'))
    .option(
      '--replication <number>',
      say('copies of each partition (3, or as many as there are brokers)', '副本数（3，或等于 broker 数）'),
    )
    .addHelpText('after', examples(say, 'ledger topics ensure', 'ledger topics ensure --partitions 32 --replication 3'))
    .action((_: unknown, command: Command) => ensure(invocation(world, command)));
};
