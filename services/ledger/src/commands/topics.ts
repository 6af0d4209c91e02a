import { LedgerError, said } from '@complaint-ledger/contracts';
import type { Command } from 'commander';
import { examples } from '../cli/examples.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { kafkaOf, topicsOf } from '../config/distributed.ts';
import { settings } from '../config/settings.ts';

const ensure = async ({ terminal, settings: given }: Invocation): Promise<void> => {
  const { say } = terminal;
  const { kafka } = kafkaOf(given);
  const { ensureTopics } = await import('@complaint-ledger/event-feed/kafka');
  const ensured = await ensureTopics(kafka, topicsOf(given));
  if (terminal.json) terminal.out(JSON.stringify(ensured));
  else {
    for (const topic of ensured.created) terminal.out(say(`${topic}: made`, `${topic}：已新建`));
    for (const topic of ensured.unchanged) terminal.out(say(`${topic}: as it should be`, `${topic}：符合要求`));
  }
  const [first] = ensured.differences;
  if (first === undefined) return;
  if (!terminal.json)
    for (const { topic, setting, wanted, found } of ensured.differences)
      terminal.out(
        say(`${topic}: ${setting} is ${found}, not ${wanted}`, `${topic}：${setting} 为 ${found}，应为 ${wanted}`),
      );
  const { topic, setting, wanted, found } = first;
  throw new LedgerError(
    'config',
    said(`${topic} is not as it should be: ${setting} is ${found}.`, `${topic} 不符合要求：${setting} 为 ${found}。`),
    {
      path: setting,
      hint: said(
        `Topics that are there are never changed by this command. Set ${setting} to ${wanted}, or ask for what is there.`,
        `此命令从不修改已有的主题。请将 ${setting} 设为 ${wanted}，或按现状设置。`,
      ),
    },
  );
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
    .option(settings.partitions.flag, say(settings.partitions.en, settings.partitions.zh))
    .option(settings.inboundPartitions.flag, say(settings.inboundPartitions.en, settings.inboundPartitions.zh))
    .option(settings.replication.flag, say(settings.replication.en, settings.replication.zh))
    .addHelpText('after', examples(say, 'ledger topics ensure', 'ledger topics ensure --partitions 32 --replication 3'))
    .action((_: unknown, command: Command) => ensure(invocation(world, command)));
};
