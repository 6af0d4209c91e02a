import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import type { CloudEventLike, Send } from '../message.ts';
import { FakeLedger } from '../testing/fake-ledger.ts';
import { makeWorkbook } from '../testing/make-workbook.ts';
import { tempFile } from '../testing/temp-file.ts';
import { dryRun } from './dry-run.ts';
import { planImport } from './import-plan.ts';
import { runImport, type ImportProgress } from './run-import.ts';

const rowsMapping = (more = ''): string =>
  tempFile(
    'm.yaml',
    `source: crm://x
zone: Asia/Shanghai
${more}rows:
  key: "{编号}"
  emit:
    - { type: complaint.filed, time: "{时间}", fields: { detail: "{内容}" } }
`,
  );
const text = '编号,时间,内容\n1,2026-03-23 09:00,态度差\n2,2026-03-23 10:00,"多\n行"\n';
const details = (ledger: FakeLedger): unknown[] =>
  [...ledger.messages.values()].flatMap(({ data }) => (data['detail'] === undefined ? [] : [data['detail']]));

describe('how a file is written', () => {
  const utf8 = Buffer.from(text);
  it.each([
    ['UTF-8', 'a.csv', utf8, ''],
    ['UTF-8 with a byte-order mark', 'a.csv', Buffer.concat([Buffer.from('\uFEFF'), utf8]), ''],
    ['UTF-16 with a byte-order mark', 'a.csv', Buffer.from(`\uFEFF${text}`, 'utf16le'), ''],
    ['UTF-16 without', 'a.csv', Buffer.from(text, 'utf16le'), 'encoding: utf-16le\n'],
    ['GB18030', 'a.csv', iconv.encode(text, 'gb18030'), 'encoding: gb18030\n'],
    ['GBK, packed', 'a.csv.gz', gzipSync(iconv.encode(text, 'gbk')), 'encoding: gbk\n'],
    ['Windows lines', 'a.csv', Buffer.from(text.replaceAll('\n', '\r\n')), ''],
    ['semicolons', 'a.csv', Buffer.from(text.replaceAll(',', ';')), 'delimiter: ";"\n'],
    ['tabs', 'a.tsv', Buffer.from(text.replaceAll(',', '\t')), ''],
    ['a name that says nothing', 'a.dat', utf8, 'format: csv\n'],
    [
      'a byte-order mark that says otherwise than the mapping',
      'a.csv',
      Buffer.from(`\uFEFF${text}`),
      'encoding: gbk\n',
    ],

    ['a title above the header', 'a.csv', Buffer.from(`投诉表\n${text}`), 'header: 2\n'],
    [
      'NDJSON',
      'a.ndjson',
      Buffer.from(
        '{"编号":1,"时间":"2026-03-23 09:00","内容":"态度差"}\n{"编号":2,"时间":"2026-03-23 10:00","内容":"多\\n行"}\n',
      ),
      '',
    ],
    [
      'XLSX',
      'a.xlsx',
      makeWorkbook({
        sheets: {
          S: ['编号|时间|内容', '1|2026-03-23 09:00|态度差', '2|2026-03-23 10:00|多\n行']
            .map(
              (row) =>
                `<row>${row
                  .split('|')
                  .map((cell) => `<c t="str"><v>${cell}</v></c>`)
                  .join('')}</row>`,
            )
            .join(''),
        },
      }),
      '',
    ],
  ])('%s', async (_, name, bytes, more) => {
    const ledger = new FakeLedger();
    const summary = await runImport({ file: tempFile(name, bytes), mapping: rowsMapping(more), send: ledger.send });
    expect(summary).toMatchObject({ rows: 2, accepted: 4, badRows: 0 });
    expect(JSON.parse(JSON.stringify(details(ledger)).replaceAll(String.raw`\r`, ''))).toEqual(['态度差', '多\n行']);
  });

  it('says that there is no such file', async () => {
    const file = `${tempFile('a.csv', text)}.gone`;
    await expect(runImport({ file, mapping: rowsMapping(), send: new FakeLedger().send })).rejects.toMatchObject({
      code: 'invalid-input',
      message: `There is no file ${file}`,
      details: { hint: expect.stringContaining('name') },
    });
  });

  it('tells a wrong encoding before the first row, and which one fits', async () => {
    const ledger = new FakeLedger();
    const gb = tempFile('a.csv', iconv.encode(text, 'gb18030'));
    await expect(runImport({ file: gb, mapping: rowsMapping(), send: ledger.send })).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('is not utf-8'),
      details: { hint: 'It looks like gb18030: write `encoding: gb18030` in the mapping.' },
    });
    const utf8 = tempFile('a.csv', text + '5,2026-03-23,说明文字\n'.repeat(8));
    await expect(
      runImport({ file: utf8, mapping: rowsMapping('encoding: gbk\n'), send: ledger.send }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('is not gbk, as the mapping says'),
      details: { hint: 'It looks like utf-8: write `encoding: utf-8` in the mapping.' },
    });
    expect(ledger.messages.size).toBe(0);
  });

  it('rejects a row with a broken character far inside a file, and not one that was replaced before', async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => `${String(at)},2026-03-23,ok\n`);
    rows[10] = '10,2026-03-23,was \uFFFD before\n';
    const bytes = Buffer.from(`编号,时间,内容\n${rows.join('')}x,2026-03-23,?\n`);
    bytes[bytes.length - 2] = 0xc8;
    const ledger = new FakeLedger();
    const file = tempFile('a.csv', bytes);
    const summary = await runImport({ file, mapping: rowsMapping(), send: ledger.send });
    expect(summary).toMatchObject({ rows: 20_001, badRows: 1 });
    expect(readFileSync(summary.rejectsFile ?? '', 'utf8')).toContain(
      '20002,bytes that the encoding does not know,内容,x',
    );
  });

  it('gives columns of the same name a number', async () => {
    const file = tempFile('a.csv', '编号,时间,内容,内容\n1,2026-03-23,a,b\n');
    const mapping = tempFile('m.yaml', readFileSync(rowsMapping(), 'utf8').replace('{内容}', '{内容#2}'));
    const ledger = new FakeLedger();
    await runImport({ file, mapping, send: ledger.send });
    expect(details(ledger)).toEqual(['b']);
  });

  it('counts lines inside quotes, and says where a quote is never closed', async () => {
    const file = tempFile(
      'a.csv',
      '编号,时间,内容\n1,2026-03-23,"a\n\nb"\n2,soon,c\n3,2026-03-23,"d\n4,2026-03-23,e\n',
    );
    const summary = await runImport({ file, mapping: rowsMapping(), send: new FakeLedger().send });
    expect(summary).toMatchObject({ rows: 4, accepted: 4, badRows: 2 });
    const rejects = readFileSync(summary.rejectsFile ?? '', 'utf8');
    expect(rejects).toContain('\n5,"no time: ""soon""');
    expect(rejects).toContain('\n6,a quote in line 6 is never closed,,3,2026-03-23,"""d"');
  });

  it('refuses what it cannot read', async () => {
    const send = new FakeLedger().send;
    const refused = (name: string, bytes: string) =>
      runImport({ file: tempFile(name, bytes), mapping: rowsMapping(), send });
    await expect(refused('a.xls', '')).rejects.toMatchObject({ details: { hint: 'save it as .xlsx or .csv' } });
    await expect(refused('a.dat', '')).rejects.toMatchObject({ details: { hint: expect.stringContaining('format:') } });
    await expect(refused('a.csv', '')).rejects.toThrow('has no header');
    const cut = gzipSync(Buffer.from(text)).subarray(0, 30);
    await expect(runImport({ file: tempFile('a.csv.gz', cut), mapping: rowsMapping(), send })).rejects.toThrow(
      'no whole gzip',
    );
    await expect(runImport({ file: '/nowhere.csv', mapping: rowsMapping(), send })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });
});

describe('rejected rows', () => {
  it('come back by the rejects file, mended, without doubling anything', async () => {
    const ledger = new FakeLedger();
    const file = tempFile(
      'a.csv',
      iconv.encode('编号,时间,内容\n1,2026-03-23,好\n2,soon,差\n3,2026-03-23\n', 'gb18030'),
    );
    const mapping = rowsMapping('encoding: gb18030\n');
    const first = await runImport({ file, mapping, send: ledger.send });
    expect(first).toMatchObject({ rows: 3, badRows: 2, rejectsFile: `${file}.rejects.csv` });
    const rejects = readFileSync(`${file}.rejects.csv`, 'utf8');

    const unmended = await runImport({ file: `${file}.rejects.csv`, mapping, send: ledger.send });
    expect(unmended).toMatchObject({ rows: 2, badRows: 2, accepted: 0 });

    writeFileSync(
      `${file}.rejects.csv`,
      rejects.replace('soon,差', '2026-03-24,差').replace(/3,2026-03-23\n/, '3,2026-03-25,中\n'),
    );
    const second = await runImport({ file: `${file}.rejects.csv`, mapping, send: ledger.send });
    expect(second).toMatchObject({ rows: 2, badRows: 0 });
    expect(second.rejectsFile).toBeUndefined();
    expect(details(ledger)).toEqual(['好', '差', '中']);

    const again = await runImport({ file: `${file}.rejects.csv`, mapping, send: ledger.send });
    expect(again).toMatchObject({ accepted: 0, rejected: 0 });
  });

  it('keeps a mended rejects file when the first file is imported again', async () => {
    const file = tempFile('a.csv', '编号,时间,内容\n2,soon,差\n');
    const run = () => runImport({ file, mapping: rowsMapping(), send: new FakeLedger().send });
    await run();
    writeFileSync(`${file}.rejects.csv`, 'mended');
    await run();
    expect(readFileSync(`${file}.rejects.csv.old`, 'utf8')).toBe('mended');
    expect(readFileSync(`${file}.rejects.csv`, 'utf8')).toContain('soon');
  });

  it('hold what the ledger refuses, with its reason', async () => {
    const ledger = new FakeLedger(({ data }) => (data['detail'] === '态度差' ? 'we do not want it' : undefined));
    const file = tempFile('a.csv', text);
    const summary = await runImport({ file, mapping: rowsMapping(), send: ledger.send });
    expect(summary).toMatchObject({ accepted: 3, rejected: 1, badRows: 0 });
    expect(readFileSync(summary.rejectsFile ?? '', 'utf8')).toContain(
      '2,data: we do not want it,,1,2026-03-23 09:00,态度差',
    );
  });

  it('stand there once, with the reason to mend, however many of their messages were refused', async () => {
    const two = `${readFileSync(rowsMapping(), 'utf8')}    - { type: case.contacted, time: "{时间}", id: "{编号}-contact", fields: { reached: true } }\n`;
    const file = tempFile('a.csv', '编号,时间,内容\n1,2026-03-23,好\n2,2026-03-23,差\n3,2026-03-23,中\n');
    const { send } = new FakeLedger(({ type, data }) => {
      if (data['detail'] === '中') return 'no filing';
      return type === 'case.contacted' || data['detail'] === '差' ? 'not wanted' : undefined;
    });
    /** Contacts of the first and third complaint wait for it. */
    const parking: Send = async (batch) =>
      (await send(batch)).map((receipt, at) => {
        const { id, source } = batch[at] as CloudEventLike;
        if (!/^[13]-contact$/.test(id)) return receipt;
        const reason = 'nobody filed it';
        return { index: at, status: 'parked', id, source, eventId: id, caseId: '', reason, quarantineId: '' };
      });
    for (const batchSize of [1, 500]) {
      const summary = await runImport({ file, mapping: tempFile('m.yaml', two), send: parking, batchSize });
      const lines = readFileSync(summary.rejectsFile ?? '', 'utf8')
        .trimEnd()
        .split('\n')
        .slice(1);
      expect(lines).toEqual([
        '2,nobody filed it,,1,2026-03-23,好',
        '3,data: not wanted,,2,2026-03-23,差',
        '4,data: no filing,,3,2026-03-23,中',
      ]);
    }
  });

  it('are not there for a clock that the ledger refuses, but a note is', async () => {
    const ledger = new FakeLedger(({ id }) => (id.startsWith('clock/2999') ? 'that is in the future' : undefined));
    const snapshot = '2999-01-01T00:00:00Z';
    const summary = await runImport({
      file: tempFile('a.csv', text),
      mapping: rowsMapping(),
      snapshot,
      send: ledger.send,
    });
    expect(summary).toMatchObject({ accepted: 3, rejected: 1 });
    expect(summary.notes).toEqual(['the ledger refused the clock of the source: that is in the future']);
    expect(summary.rejectsFile).toBeUndefined();
  });

  const logMapping = tempFile(
    'log.yaml',
    'source: crm://x\nzone: UTC\nlog:\n  case: "{case}"\n  row: "{n}"\n  time: "{at}"\n  holder: { department: "{dep}" }\n',
  );
  const logText =
    'case,n,at,dep\nA,0,2026-03-23,d1\nA,1,2026-03-24,d2\nA,2,soon,d3\nA,3,2026-03-26,d4\nB,0,2026-03-26,d1\n';

  it('of a log hold their whole case, so that the mended file gives what an undisturbed one would have given', async () => {
    const ledger = new FakeLedger();
    const file = tempFile('log.csv', logText);
    const first = await runImport({ file, mapping: logMapping, send: ledger.send });
    expect(first).toMatchObject({ rows: 5, badRows: 1, heldRows: 1 });
    const rejects = readFileSync(first.rejectsFile ?? '', 'utf8');
    expect(
      rejects
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(',').at(-1)),
    ).toEqual(['d1', 'd2', 'd3', 'd4']);

    writeFileSync(first.rejectsFile ?? '', rejects.replace(',soon,', ',2026-03-25,'));
    const second = await runImport({ file: first.rejectsFile ?? '', mapping: logMapping, send: ledger.send });
    expect(second).toMatchObject({ rejected: 0, badRows: 0 });

    const undisturbed = new FakeLedger();
    await runImport({
      file: tempFile('log.csv', logText.replace('soon', '2026-03-25')),
      mapping: logMapping,
      send: undisturbed.send,
    });
    const sorted = ({ messages }: FakeLedger) => [...messages.values()].map((m) => JSON.stringify(m)).sort();
    expect(sorted(ledger)).toEqual(sorted(undisturbed));
  });

  it('of a log without a case key stand alone', async () => {
    const file = tempFile('log.csv', logText.replace('A,2,soon', ',2,2026-03-25'));
    const summary = await runImport({ file, mapping: logMapping, send: new FakeLedger().send });
    expect(summary).toMatchObject({ badRows: 1, heldRows: 0 });
    expect(
      readFileSync(summary.rejectsFile ?? '', 'utf8')
        .trimEnd()
        .split('\n'),
    ).toHaveLength(2);
  });
});

describe('an import that is run again', () => {
  const many = `编号,时间,内容\n${Array.from({ length: 40 }, (_, at) => `${String(at)},2026-03-23,x\n`).join('')}`;

  it('goes on where it stopped, and sends only what was not acknowledged', async () => {
    const file = tempFile('a.csv', many);
    const statePath = tempFile('state.json', '');
    const ledger = new FakeLedger();
    let batches = 0;
    const failing = (batch: readonly unknown[]) => {
      if (++batches > 2) throw new Error('the ledger is gone');
      return ledger.send(batch);
    };
    const options = { file, mapping: rowsMapping(), statePath, batchSize: 10 };
    await expect(runImport({ ...options, send: failing })).rejects.toThrow('the ledger is gone');
    expect(ledger.messages.size).toBe(20);
    const resumed = await runImport({ ...options, send: ledger.send });
    expect(resumed).toMatchObject({ rows: 40, skipped: 20, accepted: 22, duplicates: 0 });
    expect(await runImport({ ...options, send: ledger.send })).toMatchObject({
      skipped: 42,
      accepted: 0,
      duplicates: 0,
    });
  });

  it('begins anew for another file, mapping, pack or snapshot, and without its state', async () => {
    const statePath = tempFile('state.json', '');
    const ledger = new FakeLedger();
    const file = tempFile('a.csv', many);
    const mapping = rowsMapping();
    await runImport({ file, mapping, statePath, send: ledger.send });
    const other = await runImport({
      file: tempFile('a.csv', `${many}99,2026-03-23,x\n`),
      mapping,
      statePath,
      send: ledger.send,
    });
    expect(other).toMatchObject({ skipped: 0, accepted: 1, duplicates: 42 });
    const later = await runImport({ file, mapping, statePath, snapshot: '2026-05-01T00:00:00Z', send: ledger.send });
    expect(later).toMatchObject({ skipped: 0, accepted: 1 });
    writeFileSync(statePath, '{ broken');
    expect(await runImport({ file, mapping, statePath, send: ledger.send })).toMatchObject({
      skipped: 0,
      duplicates: 42,
    });
  });

  it('begins anew when the ledger does not have what the state says it has', async () => {
    const statePath = tempFile('state.json', '');
    const options = { file: tempFile('a.csv', many), mapping: rowsMapping(), statePath, batchSize: 10 };
    await runImport({ ...options, send: new FakeLedger().send });
    const restored = new FakeLedger();
    expect(await runImport({ ...options, send: restored.send })).toMatchObject({
      skipped: 0,
      accepted: 41,
      duplicates: 1,
    });
    expect(restored.messages.size).toBe(42);
    const lines = { file: tempFile('a.ndjson', '{"id":"a"}\n{"id":"b"}\n'), statePath };
    await runImport({ ...lines, send: new FakeLedger().send });
    expect(await runImport({ ...lines, send: restored.send })).toMatchObject({
      skipped: 0,
      accepted: 1,
      duplicates: 1,
    });
  });

  it('sends again what was refused', async () => {
    const statePath = tempFile('state.json', '');
    const file = tempFile('a.csv', text);
    const mapping = rowsMapping();
    let strict = true;
    const ledger = new FakeLedger(({ subject }) => (strict && subject === '1' ? 'no' : undefined));
    await runImport({ file, mapping, statePath, send: ledger.send });
    strict = false;
    expect(await runImport({ file, mapping, statePath, send: ledger.send })).toMatchObject({ skipped: 3, accepted: 1 });
    expect(ledger.ids().at(-1)).toBe('1/complaint.filed');
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const ledger = new FakeLedger();
    const send = (batch: readonly unknown[]) => {
      controller.abort();
      return ledger.send(batch);
    };
    const run = runImport({
      file: tempFile('a.csv', many),
      mapping: rowsMapping(),
      send,
      batchSize: 10,
      signal: controller.signal,
    });
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(ledger.batches).toEqual([10]);
  });
});

describe('CloudEvents, one a line', () => {
  const line = (id: string): string =>
    JSON.stringify({ specversion: '1.0', id, type: 'source.advanced', source: 'crm://x' });

  it('go as they are, without a mapping', async () => {
    const ledger = new FakeLedger();
    const file = tempFile('tour.ndjson', `${line('a')}\n\n${line('b')}`);
    expect(await runImport({ file, send: ledger.send })).toMatchObject({ rows: 2, accepted: 2 });
    expect(ledger.ids()).toEqual(['a', 'b']);
  });

  it('that are no JSON go to the rejects file by their line, and come back mended', async () => {
    const ledger = new FakeLedger((message) => (message.id === undefined ? 'not JSON' : undefined));
    const file = tempFile('tour.ndjson', `${line('a')}\n{"id":"b",\n${line('c')}\n`);
    const first = await runImport({ file, send: ledger.send });
    expect(first).toMatchObject({ rows: 3, accepted: 2, rejected: 1 });
    const rejects = readFileSync(first.rejectsFile ?? '', 'utf8');
    expect(rejects).toContain('\n2,not JSON,data,"{""id"":""b"","');
    writeFileSync(first.rejectsFile ?? '', rejects.replace('"{""id"":""b"","', '"{""id"":""b""}"'));
    expect(await runImport({ file: first.rejectsFile ?? '', send: ledger.send })).toMatchObject({
      rows: 1,
      accepted: 1,
    });
    expect(ledger.ids()).toEqual(['a', 'c', 'b']);
  });

  it('are the only file that needs no mapping', async () => {
    const run = runImport({ file: tempFile('a.csv', text), send: new FakeLedger().send });
    await expect(run).rejects.toMatchObject({
      code: 'config',
      details: { hint: expect.stringContaining('--mapping') },
    });
  });
});

describe('before and beside an import', () => {
  it('tells the plan without sending anything', async () => {
    const file = tempFile('a.csv', text);
    expect(
      await planImport({ file, mapping: rowsMapping('policy: standard\nsnapshot: 2026-04-01T00:00:00+08:00\n') }),
    ).toEqual({
      file,
      format: 'csv',
      bytes: Buffer.byteLength(text),
      columns: ['编号', '时间', '内容'],
      shape: 'rows',
      source: 'crm://x',
      policy: { id: 'standard' },
      snapshot: '2026-04-01T00:00:00+08:00',
      clock: 'end',
      isRejects: false,
    });
    await expect(planImport({ file, mapping: rowsMapping('policy: ./nowhere.policy.yaml\n') })).rejects.toThrow(
      'm.yaml:3: ',
    );
  });

  it('tells how far it is', async () => {
    const told: ImportProgress[] = [];
    const rows = Array.from({ length: 2500 }, (_, at) => `${String(at)},2026-03-23,x\n`).join('');
    const file = tempFile('a.csv', `编号,时间,内容\n${rows}`);
    await runImport({
      file,
      mapping: rowsMapping(),
      send: new FakeLedger().send,
      onProgress: (each) => told.push(each),
    });
    expect(told.map((each) => each.rows)).toEqual([1000, 2000, 2500]);
    expect(told.at(-1)?.bytes.done).toBe(told.at(-1)?.bytes.total);
  });

  it('writes messages as NDJSON on a dry run', async () => {
    const lines: string[] = [];
    await dryRun({ file: tempFile('a.csv', text), mapping: rowsMapping() }, (each) => void lines.push(each));
    expect(lines.map((each) => (JSON.parse(each) as { id: string }).id)).toEqual([
      'clock/1970-01-01T00:00:00Z',
      '1/complaint.filed',
      '2/complaint.filed',
      'clock/2026-03-23T02:00:00Z',
    ]);
  });
});

it('ends in order when it is broken off while a rejected row is being written', async () => {
  const file = tempFile('a.csv', `${text}3,never,x\n`);
  const mapping = rowsMapping();
  const broken: Send = async () => {
    throw new Error('away');
  };
  await expect(runImport({ file, mapping, send: broken })).rejects.toThrow('away');
  expect(existsSync(`${file}.rejects.csv.part`)).toBe(false);
  const abort = AbortSignal.abort();
  await expect(runImport({ file, mapping, send: new FakeLedger().send, signal: abort })).rejects.toThrow('aborted');
  expect(existsSync(`${file}.rejects.csv.part`)).toBe(false);
});
