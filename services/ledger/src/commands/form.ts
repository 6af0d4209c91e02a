import { writeFileSync } from 'node:fs';
import {
  type Form,
  type FormKind,
  type Reporting,
  caseForm,
  caseHistory,
  findCase,
  formHtml,
  formKinds,
  formPdf,
} from '@complaint-ledger/reporting';
import { type Command, Option } from 'commander';
import { examples } from '../cli/examples.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { withLedger } from '../open/existing-ledger.ts';

const formats = ['pdf', 'html'] as const;
type Format = (typeof formats)[number];

const text = (flag: unknown): string | undefined => (typeof flag === 'string' ? flag : undefined);

const formOf = async (
  reporting: Reporting,
  { terminal, flags, environment }: Invocation,
  id: string,
  kind: FormKind,
): Promise<Form> => {
  const purpose = text(flags['purpose']);
  // Whoever runs a command on the folder of the ledger holds all of it.
  const reading = reporting.reading({ by: environment['USER'] ?? 'command line', role: 'admin', purpose });
  const document = await findCase(reporting.store, { id, source: text(flags['source']) });
  const history = await caseHistory(reporting.log, document, reading);
  await reading.record(kind, () => ({ case: document.id }));
  if (reading.wantsPurpose)
    terminal.note(
      terminal.say(
        'The customer is masked: say what the form is for with --purpose; the reading goes on record (CONF-1).',
        '客户信息已遮蔽：请用 --purpose 说明用途，查阅将留下记录（CONF-1）。',
      ),
    );
  else if (reading.unseal === undefined)
    terminal.note(
      terminal.say(
        'Another process writes this ledger: the customer is left out. Ask it: GET /v1/cases/{id}/forms/{form}.',
        '另一进程正在写入账本，客户信息未列出。请向其查询：GET /v1/cases/{id}/forms/{form}。',
      ),
    );
  return caseForm(kind, {
    document,
    history,
    words: reporting.words,
    language: terminal.language,
    masked: reading.wantsPurpose,
  });
};

/** A file name on any system. */
const fileName = ({ name }: Form, format: Format): string => `${name.replaceAll(/[^\p{L}\p{N}._-]/gu, '_')}.${format}`;

const form = async (call: Invocation, id: string): Promise<void> => {
  const { terminal, flags } = call;
  const kind = formKinds.find((each) => each === flags['form']) ?? 'handling-form';
  const format = formats.find((each) => each === flags['format']) ?? 'pdf';
  await withLedger(call, async (ledger) => {
    const made = await formOf(await ledger.reporting(), call, id, kind);
    const file = text(flags['output']) ?? fileName(made, format);
    writeFileSync(file, format === 'pdf' ? await formPdf(made) : formHtml(made), { mode: 0o600 });
    terminal.out(terminal.json ? JSON.stringify({ case: id, form: kind, format, file }) : file);
  });
};

export const addForm = (program: Command, world: World): void => {
  const { say } = world;
  program
    .command('form')
    .description(say('print a case: its handling form or its work order', '打印处理单或协调工作单'))
    .argument('<case>', say('id of the case', '投诉或事项的编号'))
    .addOption(new Option('--form <form>', formKinds.join(', ')).choices(formKinds).default('handling-form'))
    .addOption(new Option('--format <format>', formats.join(', ')).choices(formats).default('pdf'))
    .option('--source <uri>', say('tells two sources with the same id apart', '区分编号相同的不同来源'))
    .option('--purpose <text>', say('what it is for: shows the customer, on record', '用途：显示客户信息并留下记录'))
    .option(
      '-o, --output <file>',
      say('file to write; default: named after form and case', '输出文件；默认以单据和编号命名'),
    )
    .addHelpText(
      'after',
      examples(
        say,
        'ledger form C1 --purpose "file copy"',
        'ledger form C1 --form work-order --lang en -o order.pdf',
        'ledger form C1 --format html',
      ),
    )
    .action((id: string, _: unknown, command: Command) => form(invocation(world, command), id));
};
