import type { LedgerError } from '@complaint-ledger/contracts';
import { describe, expect, it } from '@jest/globals';
import { collect } from '../testing/collect.ts';
import { tempFile } from '../testing/temp-file.ts';

const importRows = async (csv: string, mapping: string) => {
  const file = tempFile('rows.csv', csv);
  return collect({ file, mapping: tempFile('m.yaml', mapping) });
};

const head = 'source: crm://x\nzone: Asia/Shanghai\n';
const filedBy = (fields: string): string =>
  `${head}rows:\n  key: "{id}"\n  emit:\n    - { type: complaint.filed, time: "{at}", fields: ${fields} }\n`;

describe('rows of matters', () => {
  it('CALL-11, CALL-12, CALL-13: fills fault reports, identity checks and fields of the pack', async () => {
    const mapping = `${head}policy: standard
rows:
  key: "K{id}"
  emit:
    - type: call.received
      time: "{at}"
      fields:
        fault.what: "{what}"
        fault.where: "{where}"
        fields.media-source: "{media}"
        fields.age: "{age}"
        identity.methods: { value: "{proof}", table: { 手机: "reserved-phone", 全部: "reserved-phone; id-number" } }
        identity.passed: "{ok}"
        accountDataTold: "{told}"
    - { type: case.followed-up, time: "{at}", fields: { reached: true, answers.attitude: "{score}" } }
`;
    const csv = `id,at,what,where,media,age,proof,ok,told,score
1,2026-03-23 09:00,无信号,三楼,报纸,35,全部,是,是,5
2,2026-03-23 09:01,,,,,手机,否,否,
`;
    const { messages } = await importRows(csv, mapping);
    const sent = messages as readonly { readonly id: string; readonly data: unknown }[];
    const data = Object.fromEntries(sent.map((message) => [message.id, message.data]));
    expect(data['K1/call.received']).toEqual({
      callId: 'K1',
      policy: 'standard',
      fault: { what: '无信号', where: '三楼' },
      fields: { 'media-source': '报纸', age: '35' },
      identity: { methods: ['reserved-phone', 'id-number'], passed: true },
      accountDataTold: true,
    });
    expect(data['K1/case.followed-up']).toEqual({ complaintId: 'K1', reached: true, answers: { attitude: 5 } });
    expect(data['K2/call.received']).toEqual({
      callId: 'K2',
      policy: 'standard',
      identity: { methods: ['reserved-phone'], passed: false },
      accountDataTold: false,
    });
  });

  it('gives each message its fields, inside objects too', async () => {
    const mapping = `${head}policy: standard
rows:
  key: "C{id}"
  emit:
    - type: complaint.filed
      time: "{at}"
      fields:
        channel: phone
        detail: "{title}: {text}"
        complainant.name: "{name}"
        complainant.phone: "{phone}"
        dueTimes.resolution: "{due}"
        lossFen: { value: "{loss}", unit: yuan }
    - { type: case.contacted, time: "{called}", when: { called: { blank: false } }, fields: { reached: "{ok}" } }
`;
    const csv = `id,at,title,text,name,phone,due,loss,called,ok
1,2026-03-23 09:00,退款,"两行
文字",王,138,2026-03-26 18:00,"1,234.5",2026-03-23 09:30,是
2,2026-03-23 10:00,退款,,,,,,,
`;
    const { messages } = await importRows(csv, mapping);
    expect(messages.slice(1, -1)).toEqual([
      {
        specversion: '1.0',
        id: 'C1/complaint.filed',
        source: 'crm://x',
        type: 'complaint.filed',
        time: '2026-03-23T09:00:00+08:00',
        subject: 'C1',
        datacontenttype: 'application/json',
        data: {
          complaintId: 'C1',
          policy: 'standard',
          channel: 'phone',
          detail: '退款: 两行\n文字',
          complainant: { name: '王', phone: '138' },
          dueTimes: { resolution: '2026-03-26T18:00:00+08:00' },
          lossFen: 123_450,
        },
      },
      expect.objectContaining({ id: 'C1/case.contacted', data: { complaintId: 'C1', reached: true } }),
      expect.objectContaining({
        id: 'C2/complaint.filed',
        data: { complaintId: 'C2', policy: 'standard', channel: 'phone' },
      }),
    ]);
  });

  it('looks values up, with a default, a value that means absent, or a rejected row', async () => {
    const table = '{ 电话: phone, 网络: web, 无: ~ }';
    const csv = 'id,at,how\n1,2026-03-23,电话\n2,2026-03-23,无\n3,2026-03-23,传真\n4,2026-03-23,\n';
    const channels = async (rule: string) => {
      const { messages, rejects } = await importRows(csv, filedBy(`{ channel: ${rule} }`));
      return { channels: messages.slice(1, -1).map(({ data }) => data['channel']), rejects };
    };
    expect(await channels(`{ value: "{how}", table: ${table}, default: other }`)).toEqual({
      channels: ['phone', undefined, 'other', 'other'],
      rejects: '',
    });
    expect(await channels(`{ value: "{how}", table: ${table}, default: "{how}" }`)).toMatchObject({
      channels: ['phone', undefined, '传真', undefined],
    });
    const strict = await channels(`{ value: "{how}", table: ${table}, required: true }`);
    expect(strict.channels).toEqual(['phone', undefined]);
    expect(strict.rejects).toContain('4,"""传真"" is not in the table",how,3,2026-03-23,传真');
    expect(strict.rejects).toContain('5,"blank, but required",how,4');
  });

  it.each([
    ['{ s: open }', ['1']],
    ['{ s: [open, done] }', ['1', '2']],
    ['{ s: { not: open } }', ['2', '3']],
    ['{ s: { not: [open, done] } }', ['3']],
    ['{ s: { blank: true } }', ['3']],
    ['{ s: { blank: false }, n: 2 }', ['2']],
  ])('takes rows by %s', async (when, expected) => {
    const mapping = `${head}rows:\n  key: "{id}"\n  emit:\n    - { type: complaint.filed, time: "{at}", when: ${when} }\n`;
    const csv = 'id,at,s,n\n1,2026-03-23,open,1\n2,2026-03-23,done,2\n3,2026-03-23, ,3\n';
    const { messages } = await importRows(csv, mapping);
    expect(messages.slice(1, -1).map(({ subject }) => subject)).toEqual(expected);
  });

  it('rejects a row as a whole, and says which column is to blame', async () => {
    const mapping = `${head}rows:
  key: "{id}"
  emit:
    - { type: complaint.filed, time: "{at}", fields: { lossFen: "{loss}" } }
    - { type: case.closed, time: "{end}", when: { end: { blank: false } } }
`;
    const csv =
      'id,at,loss,end\n1,2026-03-23,1,soon\n,2026-03-23,,\n3,,,\n4,2026-03-23,many,\n5,2026-03-23,-1,\n6,2026-03-23,,\n';
    const { messages, rejects, summary } = await importRows(csv, mapping);
    expect(messages.slice(1, -1).map(({ subject }) => subject)).toEqual(['6']);
    expect(summary).toMatchObject({ rows: 6, badRows: 5 });
    const lines = rejects.split('\n');
    expect(lines[0]).toBe('\uFEFF_row,_reason,_column,id,at,loss,end');
    expect(lines[1]).toBe('2,"no time: ""soon"" (tried iso)",end,1,2026-03-23,1,soon');
    expect(lines[2]).toBe('3,the key is blank,id,,2026-03-23,,');
    expect(lines[3]).toBe('4,complaint.filed has no time,at,3,,,');
    expect(lines[4]).toContain('no whole number: ""many""');
    expect(lines[5]).toMatch(/lossFen must be >= 0/);
  });

  it('names a row by its contents when the mapping names no key, equal rows by their number', async () => {
    const mapping = `${head}rows:\n  emit:\n    - { type: complaint.filed, time: "{at}", fields: { detail: "{text}" } }\n`;
    const ids = async (csv: string) => (await importRows(csv, mapping)).messages.slice(1, -1).map(({ id }) => id);
    const [a, b, again] = await ids('at,text\n2026-03-23,a\n2026-03-23,b\n2026-03-23,a\n');
    expect(again).toBe(`${String(a?.split('/')[0])}~2/complaint.filed`);
    expect(await ids('at,text\n2026-03-23,b\n2026-03-23,a\n')).toEqual([b, a]);
  });

  it('tells two messages of one type apart, and takes an id of the mapping', async () => {
    const mapping = `${head}rows:
  key: "{id}"
  emit:
    - { type: complaint.filed, time: "{at}" }
    - { type: case.contacted, time: "{at}", fields: { reached: false } }
    - { type: case.contacted, time: "{at}", fields: { reached: true } }
    - { type: case.closed, time: "{at}", id: "end-of-{id}" }
`;
    const { messages } = await importRows('id,at\n7,2026-03-23\n', mapping);
    expect(messages.slice(1, -1).map(({ id }) => id)).toEqual([
      '7/complaint.filed',
      '7/case.contacted',
      '7/case.contacted#2',
      'end-of-7',
    ]);
  });

  it('logs calls by their own id', async () => {
    const mapping = `${head}rows:\n  key: "{id}"\n  emit:\n    - { type: call.received, time: "{at}", fields: { rings: "{n}" } }\n`;
    const { messages } = await importRows('id,at,n\nk1,2026-03-23,3\n', mapping);
    expect(messages[1]).toMatchObject({ type: 'call.received', data: { callId: 'k1', rings: 3 } });
  });
});

describe('a mapping that does not fit the file', () => {
  const refusal = async (mapping: string): Promise<string> => {
    const refused = await importRows('id,at,Company response\n1,2026-03-23,x\n', mapping).catch(
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({ code: 'config' });
    return (refused as Error).message;
  };

  it('names the column that is not there, its line, and what is there', async () => {
    const message = await refusal(filedBy('{ detail: "{Company respons}" }'));
    expect(message).toContain("m.yaml:6: rows.emit.0.fields.detail: The file has no column 'Company respons'.");
    expect(message).toContain("Do you mean 'Company response'? It has 'id', 'at', 'Company response'.");
  });

  it('lists the columns once, however many are not there', async () => {
    const lists = (text: string) => text.split("It has 'id', 'at', 'Company response'.").length - 1;
    const thrown: unknown = await importRows('id,at,Company response\n', filedBy('{ detail: "{one}" }')).catch(
      (error: unknown) => error,
    );
    const { message, details } = thrown as LedgerError;
    expect(lists(`${message} ${details.hint ?? ''}`)).toBe(1);
    const two = await refusal(filedBy('{ detail: "{one}", demand: "{two}" }'));
    expect(two).toContain("no column 'one'");
    expect(two).toContain("no column 'two'");
    expect(lists(two)).toBe(1);
  });

  it('takes a name that differs in case alone', async () => {
    const { messages } = await importRows('ID,AT\n1,2026-03-23\n', filedBy('{}'));
    expect(messages[1]?.subject).toBe('1');
    await expect(importRows('Id,ID,at\n1,2,2026-03-23\n', filedBy('{}'))).rejects.toThrow("no column 'id'");
  });

  it.each([
    ['{ chanel: x }', "complaint.filed has no field 'chanel'. Do you mean 'channel'?"],
    ['{ dueTimes.x.y: "{at}" }', 'has nothing inside'],
    ['{ detail: "{at" }', 'A brace is open'],
  ])('knows the fields of a message: %s', async (fields, expected) => {
    expect(await refusal(filedBy(fields))).toContain(expected);
  });

  it('keeps further fields of a complaint (FILE-2)', async () => {
    const { messages } = await importRows(
      'id,at\n1,2026-03-23\n',
      filedBy('{ roomNumber: "{id}", complainant.shoeSize: 42 }'),
    );
    expect(messages[1]?.data).toMatchObject({ roomNumber: '1', complainant: { shoeSize: '42' } });
  });

  it('knows the types of messages, and what they need', async () => {
    const emit = (text: string): string => `${head}rows:\n  key: "{id}"\n  emit:\n    - ${text}\n`;
    expect(await refusal(emit('{ type: complaint.filled, time: "{at}" }'))).toContain("Do you mean 'complaint.filed'?");
    expect(await refusal(emit('{ type: case.escalated, time: "{at}" }'))).toContain('case.escalated needs to');
    expect(await refusal(emit('{ type: case.closed }'))).toContain('case.closed needs a time');
    expect(await refusal(emit('{ type: source.advanced, time: "{at}" }'))).toContain('made by the import itself');
  });
});
