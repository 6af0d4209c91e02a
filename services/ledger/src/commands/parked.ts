import { BUCKETS, LedgerError, said } from '@complaint-ledger/contracts';
import { type Parked, type ParkedBuckets, type ParkedChoice, parkedIn, toldReason } from '@complaint-ledger/event-feed';
import type { Command } from 'commander';
import { examples } from '../cli/examples.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { tableOf } from '../cli/table.ts';

/** Works while services run, and needs nothing but the database. */
const withParked = async <T>(call: Invocation, work: (parked: ParkedBuckets) => Promise<T>): Promise<T> => {
  const { settings } = call;
  const { openMongoProjectionStore } = await import('@complaint-ledger/projection-store/mongodb');
  const store = await openMongoProjectionStore({ url: settings.needed('mongodb') });
  try {
    return await work(parkedIn(store, { prefix: settings.value('kafkaPrefix') ?? '' }));
  } finally {
    await store.close();
  }
};

const nothing = ({ terminal: { say } }: Invocation): string => say('Nothing is parked.', '没有搁置的分桶。');

const list = (call: Invocation): Promise<void> =>
  withParked(call, async (parked) => {
    const { terminal } = call;
    const { say } = terminal;
    const all = await parked.list();
    if (terminal.json) return terminal.out(JSON.stringify(all));
    if (all.length === 0) return terminal.note(nothing(call));
    const head = [
      say('consumer', '消费者'),
      say('bucket', '分桶'),
      say('position', '位置'),
      say('since', '起始时间'),
      say('last attempt', '最近尝试'),
      say('reason', '原因'),
    ];
    const rows = all.map(({ consumer, bucket, position, since, tried, reason }) => {
      const { message, hint } = toldReason(reason, terminal.language);
      const where = bucket === undefined ? say('all', '全部') : String(bucket);
      return [consumer, where, String(position), since, tried, hint === undefined ? message : `${message} ${hint}`];
    });
    terminal.out(tableOf(head, rows));
  });

const chosen = (consumer: string | undefined, bucket: string | undefined): ParkedChoice => {
  if (bucket !== undefined && !(/^\d{1,2}$/.test(bucket) && Number(bucket) < BUCKETS)) {
    throw new LedgerError('invalid-input', said(`'${bucket}' is no bucket.`, `“${bucket}”不是分桶号。`), {
      path: 'bucket',
      hint: said(
        'Write a number from 0 to 63, as `ledger parked list` has it.',
        '请写 0 到 63 的数，见 `ledger parked list`。',
      ),
    });
  }
  return { ...(consumer !== undefined && { consumer }), ...(bucket !== undefined && { bucket: Number(bucket) }) };
};

const placeOf = ({ consumer, bucket }: Parked): string => (bucket === undefined ? consumer : `${consumer}/${bucket}`);

const retry = (call: Invocation, choice: ParkedChoice): Promise<void> =>
  withParked(call, async (parked) => {
    const { terminal } = call;
    const asked = await parked.retry(choice);
    if (terminal.json) return terminal.out(JSON.stringify(asked));
    if (asked.length === 0) return terminal.note(nothing(call));
    const places = asked.map(placeOf).join(', ');
    terminal.out(
      terminal.say(
        `Tried again within a second, by whichever process has them: ${places}`,
        `一秒内由所属进程重试：${places}`,
      ),
    );
  });

export const addParked = (program: Command, world: World): void => {
  const { say } = world;
  const parked = program
    .command('parked')
    .description(
      say(
        'buckets of the distributed set-up that stand at an event which cannot be handled',
        '分布式部署中因某个事件无法处理而搁置的分桶',
      ),
    );
  parked
    .command('list')
    .description(say('where each stands, since when and why', '各自停在哪里、何时起、为什么'))
    .addHelpText('after', examples(say, 'ledger parked list', 'ledger parked list --json'))
    .action((_: unknown, command: Command) => list(invocation(world, command)));
  parked
    .command('retry')
    .description(
      say(
        'try them at once, after what kept them was mended; nothing is ever skipped',
        '修复原因后立即重试；绝不跳过任何事件',
      ),
    )
    .argument('[consumer]', say('of this consumer only', '仅此消费者'))
    .argument('[bucket]', say('this bucket only', '仅此分桶'))
    .addHelpText('after', examples(say, 'ledger parked retry', 'ledger parked retry routing@1 17'))
    .action((consumer: string | undefined, bucket: string | undefined, _: unknown, command: Command) =>
      retry(invocation(world, command), chosen(consumer, bucket)),
    );
};
