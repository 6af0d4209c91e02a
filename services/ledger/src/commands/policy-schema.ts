import { packSchema } from '@complaint-ledger/policy';
import type { Command } from 'commander';
import { type World, invocation } from '../cli/invocation.ts';

export const addPolicySchema = (policy: Command, world: World): void => {
  const { say } = world;
  policy
    .command('schema')
    .description(say('JSON Schema of a pack file, for editors', '制度包文件的 JSON Schema，供编辑器使用'))
    .action((_: unknown, command: Command) =>
      invocation(world, command).terminal.out(JSON.stringify(packSchema(), null, 2)),
    );
};
