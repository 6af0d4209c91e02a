import type { Command } from 'commander';
import { stringify } from 'yaml';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { dataFolder } from '../open/data-folder.ts';
import { openPolicies } from '../open/open-ledger.ts';
import { pageHtml } from '../policy-show/page-html.ts';
import { pageText } from '../policy-show/page-text.ts';
import { policyPage } from '../policy-show/policy-page.ts';

const show = ({ configuration, terminal, flags }: Invocation, id: string | undefined): void => {
  const book = openPolicies(configuration, dataFolder(configuration.data));
  const { pack } = book.policy(id ?? book.defaultId);
  if (terminal.json) return terminal.out(JSON.stringify(pack));
  if (flags['yaml'] === true) return terminal.out(stringify(pack).trimEnd());
  const page = policyPage(pack, terminal.language);
  terminal.out(flags['html'] === true ? pageHtml(page, terminal.language) : pageText(page));
};

export const addPolicyShow = (policy: Command, world: World): void => {
  const { say } = world;
  policy
    .command('show')
    .description(
      say(
        'a pack as it is in force, in sentences, everything it extends included',
        '以文字说明现行制度包（含其继承内容）',
      ),
    )
    .argument('[id]', say('default: standard', '默认 standard'))
    .option('--html', say('as a page for a browser or a printer', '输出可打印的网页'))
    .option('--yaml', say('as the pack says it', '输出制度包原文'))
    .action((id: string | undefined, _: unknown, command: Command) => show(invocation(world, command), id));
};
