import type { Command } from 'commander';
import { examples } from '../cli/examples.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { tableOf } from '../cli/table.ts';
import { configurationSchema } from '../config/config-schema.ts';
import { shownOrigin, shownSettings, shownValue } from '../config/shown-settings.ts';
import { secretVariable } from '../config/webhook-preset.ts';
import { readWebhookSettings } from '../config/webhook-settings.ts';

const show = ({ settings, configuration, environment, terminal }: Invocation): void => {
  const shown = shownSettings(settings);
  const webhooks = Object.entries(readWebhookSettings(configuration.webhooks, environment)).map(
    ([preset, { secret: _, ...rest }]) => ({ preset, variable: secretVariable(preset), ...rest }),
  );
  if (terminal.json) return terminal.out(JSON.stringify({ settings: shown, webhooks }));
  const { say, language } = terminal;
  terminal.out(
    tableOf(
      [say('setting', '设置'), say('value', '值'), say('from', '来源')],
      shown.map((each) => [each.key ?? each.env, shownValue(each.value), shownOrigin(each, language)]),
    ),
  );
  for (const { preset, source, policy } of webhooks)
    terminal.out(
      say(
        `webhooks.${preset}: secret ••• ${[source, policy].filter(Boolean).join(', ')}`.trim(),
        `webhooks.${preset}：密钥 ••• ${[source, policy].filter(Boolean).join('、')}`.trim(),
      ),
    );
};

export const addConfig = (program: Command, world: World): void => {
  const { say } = world;
  const config = program
    .command('config')
    .description(say('settings: show them, schema of the file', '设置：查看、文件的模式'))
    .addHelpText('after', examples(say, 'ledger config show', 'ledger config show --config ledger.yaml --json'));
  config
    .command('show')
    .description(
      say('every setting in force and where it was said; secrets masked', '列出生效的全部设置及其来源；密钥不显示'),
    )
    .action((_: unknown, command: Command) => show(invocation(world, command)));
  config
    .command('schema')
    .description(say('JSON Schema of a configuration file, for editors', '设置文件的 JSON Schema，供编辑器使用'))
    .action((_: unknown, command: Command) =>
      invocation(world, command).terminal.out(JSON.stringify(configurationSchema(), null, 2)),
    );
};
