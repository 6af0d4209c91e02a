import { createReadStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  type BareRow,
  type BenchResult,
  type Contender,
  bareDatabase,
  compare,
  inScratchFolder,
  rateOf,
  storeBare,
} from '@complaint-ledger/event-store/bench';
import { runImport } from '@complaint-ledger/intake';
import { type InboundCloudEvent, simulateCallCentre } from '@complaint-ledger/testing';
import { pino } from 'pino';
import { openLedger } from '../open/open-ledger.ts';

const BATCH = 500;

const mapping = `
source: urn:bench:crm
zone: Asia/Shanghai
dates: yyyy-MM-dd HH:mm:ss
rows:
  key: "{编号}"
  emit:
    - type: complaint.filed
      time: "{受理时间}"
      fields:
        channel: "{渠道}"
        level: "{等级}"
        category: "{类别}"
        product: "{产品}"
        branch: "{分部}"
        complainant.name: "{姓名}"
        complainant.phone: "{电话}"
        detail: "{内容}"
`;

const head = ['编号', '受理时间', '渠道', '等级', '类别', '产品', '分部', '姓名', '电话', '内容'];

type Filed = Extract<InboundCloudEvent, { type: 'complaint.filed' }>;

const csvRow = ({ time, data }: Filed): string => {
  const { complaintId, channel, level, category, product, branch, complainant, detail } = data;
  const local = time.slice(0, 19).replace('T', ' ');
  const cells = [complaintId, local, channel, level, category, product, branch];
  return [...cells, complainant?.name, complainant?.phone, detail]
    .map((cell) => `"${(cell ?? '').replaceAll('"', '""')}"`)
    .join(',');
};

const year = { seed: 11, from: '2025-01-01', to: '2026-01-01' } as const;

const writeNdjson = (file: string, messages: number): void => {
  const lines: string[] = [];
  for (const message of simulateCallCentre({ ...year, cases: Math.ceil(messages / 9) })) {
    if (lines.length === messages) break;
    lines.push(JSON.stringify(message));
  }
  writeFileSync(file, `${lines.join('\n')}\n`);
};

const writeCsv = (file: string, rows: number): void => {
  const lines = [head.join(',')];
  for (const message of simulateCallCentre({ ...year, cases: rows }))
    if (message.type === 'complaint.filed') lines.push(csvRow(message));
  writeFileSync(file, `${lines.join('\n')}\n`);
};

/** Lines read, parsed and stored, with nothing checked, sealed, hashed or decided. */
const bare = async (file: string, scratch: string): Promise<void> => {
  const db = bareDatabase(join(scratch, 'bare.db'));
  const rows: BareRow[] = [];
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { id } = JSON.parse(line) as { id: string };
    const key = Buffer.alloc(16);
    key.writeUInt32BE(count, 12);
    rows.push({ id: key, stream: count, revision: id.length, body: line });
    count++;
  }
  storeBare(db, rows, BATCH);
  db.close();
};

const ledger = async (input: { file: string; mapping?: string }, scratch: string, expected: number): Promise<void> => {
  const log = pino({ level: 'error' }, pino.destination(2));
  const data = join(scratch, 'data');
  const opened = await openLedger({ configuration: { data, policy: 'standard', packs: [] }, environment: {}, log });
  try {
    const { accepted, notes } = await runImport({
      ...input,
      mapping: input.mapping,
      policyOverride: undefined,
      snapshot: undefined,
      batchSize: BATCH,
      rejectsPath: join(scratch, 'rejects.csv'),
      send: (batch) => opened.receiver.receive(batch, { caller: 'bench' }),
    });
    if (accepted < expected) throw new Error(`${accepted} of ${expected} were accepted. ${notes.join(' ')}`);
    await opened.settled();
  } finally {
    await opened.close();
  }
};

/** Rows a second from the file to the last counted figure, opening and closing the ledger included. */
export const benchImport = (options: {
  rounds: number;
  importedMessages: number;
  importedRows: number;
  folder: string | undefined;
}): Promise<BenchResult> =>
  inScratchFolder(async (scratch) => {
    const { importedMessages, importedRows } = options;
    const [ndjson, csv, yaml] = ['messages.ndjson', 'complaints.csv', 'mapping.yaml'].map((name) =>
      join(scratch, name),
    );
    if (ndjson === undefined || csv === undefined || yaml === undefined) throw new TypeError('no files');
    writeNdjson(ndjson, importedMessages);
    writeCsv(csv, importedRows);
    writeFileSync(yaml, mapping);
    const timed =
      (units: number, run: (folder: string) => Promise<void>): Contender =>
      () =>
        inScratchFolder((folder) => rateOf(units, () => run(folder)), options.folder);
    return compare({
      name: 'import, from the file to the last counted figure',
      unit: 'rows/s',
      baseline: 'lines, JSON.parse, SQLite',
      rounds: options.rounds,
      contenders: {
        'lines, JSON.parse, SQLite': timed(importedMessages, (folder) => bare(ndjson, folder)),
        'ledger, NDJSON of CloudEvents': timed(importedMessages, (folder) =>
          ledger({ file: ndjson }, folder, importedMessages),
        ),
        'ledger, CSV of complaints with a mapping': timed(importedRows, (folder) =>
          ledger({ file: csv, mapping: yaml }, folder, importedRows),
        ),
      },
    });
  }, options.folder);
