import { describe, expect, it } from '@jest/globals';
import type { CloudEventLike } from '../message.ts';
import { collect } from '../testing/collect.ts';
import { tempFile } from '../testing/temp-file.ts';

const log = (more: string): string => `source: crm://x
zone: Asia/Shanghai
blank: [EMPTY]
log:
  case: "{case}"
  row: "{n}"
  time: "{at}"
  by: "{who}"
  holder: { department: "{dep}", group: "{grp}", person: "{who}" }
  systems: [robot]
${more}`;

const head = 'case,n,at,dep,grp,who,status\n';
const importLog = async (lines: string, mapping = log('')) => {
  const file = tempFile('log.csv', head + lines);
  return collect({ file, mapping: tempFile('m.yaml', mapping) });
};
const told = (messages: readonly CloudEventLike[]): string[] =>
  messages.filter(({ type }) => type !== 'source.advanced').map(({ id }) => id);

describe('a log of events of cases', () => {
  it('files a case by its first row and assigns it to whom that row names', async () => {
    const { messages } = await importLog(
      'A,0,2026-03-23 09:00,sales,g1,Wang,new\n',
      log('  filed: { fields: { channel: web, department: "{dep}" } }\n'),
    );
    expect(messages.slice(1, -1)).toEqual([
      expect.objectContaining({
        id: 'A/complaint.filed',
        time: '2026-03-23T09:00:00+08:00',
        data: { complaintId: 'A', channel: 'web', department: 'sales' },
      }),
      expect.objectContaining({
        id: 'A/0/case.assigned',
        data: { complaintId: 'A', by: 'Wang', department: 'sales', group: 'g1', person: 'Wang' },
      }),
    ]);
  });

  it('makes a transfer of a change, with all three units on both sides', async () => {
    const { messages } = await importLog(
      'A,0,2026-03-23,sales,g1,Wang,\nA,1,2026-03-24,sales,g2,Wang,\nA,2,2026-03-25,sales,g2,Wang,\n',
    );
    expect(told(messages)).toEqual(['A/complaint.filed', 'A/0/case.assigned', 'A/1/case.transferred']);
    expect(messages[3]?.data).toEqual({
      complaintId: 'A',
      by: 'Wang',
      from: { department: 'sales', group: 'g1', person: 'Wang' },
      to: { department: 'sales', group: 'g2', person: 'Wang' },
    });
  });

  it('takes a blank as not known: no change, and no hand-over when it becomes known', async () => {
    const { messages } = await importLog(
      'A,0,2026-03-23,sales,EMPTY,,\nA,1,2026-03-24,sales,g1,,\nA,2,2026-03-25,sales,EMPTY,,\nA,3,2026-03-26,sales,g1,,\n',
    );
    expect(told(messages)).toEqual(['A/complaint.filed', 'A/0/case.assigned', 'A/1/case.assigned']);
    expect(messages[3]?.data).toEqual({ complaintId: 'A', department: 'sales', group: 'g1' });
  });

  it('lets a system act but not hold (XFER-1): its change of group counts, its name does not', async () => {
    const { messages } = await importLog(
      'A,0,2026-03-23,sales,g1,Wang,\nA,1,2026-03-24,sales,g2,robot,\nA,2,2026-03-25,sales,g2,Wang,\nA,3,2026-03-26,sales,g2,Li,\n',
    );
    expect(told(messages)).toEqual([
      'A/complaint.filed',
      'A/0/case.assigned',
      'A/1/case.transferred',
      'A/3/case.transferred',
    ]);
    expect(messages[3]?.data).toMatchObject({ by: 'robot', to: { group: 'g2', person: 'Wang' } });
    expect(messages[4]?.data).toMatchObject({ from: { person: 'Wang' }, to: { person: 'Li' } });
  });

  it('takes systems from the pack too', async () => {
    const pack = `id: with-robot
version: 1
extends: observed
name: { zh-CN: 测试, en: test }
transfer: { unit: person, limit: 1, systems: [bot] }
`;
    const mapping = tempFile('m.yaml', log(''));
    const policyOverride = tempFile('with-robot.yaml', pack);
    const file = tempFile('log.csv', `${head}A,0,2026-03-23,sales,g1,bot,\nA,1,2026-03-24,sales,g1,Li,\n`);
    const { messages } = await collect({ file, mapping, policyOverride });
    expect(messages[1]?.data).toEqual({ complaintId: 'A', policy: 'with-robot' });
    expect(messages[2]?.data).not.toHaveProperty('person');
    expect(told(messages)).toContain('A/1/case.assigned');
  });

  it('makes messages of a change of status, reopening before a hand-over and the rest after it', async () => {
    const mapping = log(`  status:
    - of: "{status}"
      changes:
        - { to: done, type: case.resolved, fields: { verdict: justified } }
        - { from: done, type: case.reopened }
        - { from: { not: done }, to: gone, type: complaint.withdrawn }
`);
    const { messages } = await importLog(
      `A,0,2026-03-23,sales,g1,,open
A,1,2026-03-24,sales,g2,,done
A,2,2026-03-24,sales,g2,,done
A,3,2026-03-24,sales,g2,,
A,4,2026-03-25,sales,g1,,open
A,5,2026-03-26,sales,g1,,gone
B,0,2026-03-26,sales,g1,,done
`,
      mapping,
    );
    expect(told(messages)).toEqual([
      'A/complaint.filed',
      'A/0/case.assigned',
      'A/1/case.transferred',
      'A/1/case.resolved',
      'A/4/case.reopened',
      'A/4/case.transferred',
      'A/5/complaint.withdrawn',
      'B/complaint.filed',
      'B/0/case.assigned',
      'B/0/case.resolved',
    ]);
  });

  it('makes further messages of each row, of the first that fits, or of the last', async () => {
    const mapping = log(`  emit:
    - { type: case.contacted, when: { status: called }, fields: { reached: true } }
    - { type: case.escalated, once: first, when: { status: called }, fields: { to: leader } }
    - { type: case.resolved, once: last, time: "{at}", when: { status: { blank: false } } }
`);
    const { messages } = await importLog(
      'A,0,2026-03-23,,,,called\nB,0,2026-03-22,,,,called\nA,1,2026-03-24,,,,called\nA,2,2026-03-25,,,,\n',
      mapping,
    );
    expect(told(messages)).toEqual([
      'A/complaint.filed',
      'A/0/case.contacted#1',
      'A/case.escalated#1',
      'B/complaint.filed',
      'B/0/case.contacted#1',
      'B/case.escalated#1',
      'A/1/case.contacted#1',
      'B/case.resolved#1',
      'A/case.resolved#1',
    ]);
  });

  it('leaves nothing of a row that is rejected in what it knows of the case', async () => {
    const mapping = log(
      '  emit: [{ type: case.extension-requested, when: { status: { blank: false } }, fields: { deadline: x, until: "{status}" } }]\n',
    );
    const { messages, summary } = await importLog('A,0,2026-03-23,d1,,,soon\nB,0,2026-03-24,d2,,,\n', mapping);
    expect(told(messages)).toEqual(['B/complaint.filed', 'B/0/case.assigned']);
    expect(summary).toMatchObject({ badRows: 1, heldRows: 0 });
  });

  it('goes by time when the file does not', async () => {
    const lines = 'A,1,2026-03-24,d2,,,\nB,0,2026-03-22,d1,,,\nA,0,2026-03-23,d1,,,\nC,0,soon,d1,,,\n';
    const { messages, summary } = await importLog(lines, log('  order: time\n'));
    expect(told(messages)).toEqual([
      'B/complaint.filed',
      'B/0/case.assigned',
      'A/complaint.filed',
      'A/0/case.assigned',
      'A/1/case.transferred',
    ]);
    expect(summary.badRows).toBe(1);
  });

  it('names rows by their contents when the mapping names no row key', async () => {
    const lines = 'A,0,2026-03-23,d1,,,\nA,0,2026-03-24,d2,,,\nA,0,2026-03-24,d1,,,\n';
    const mapping = log('').replace('  row: "{n}"\n', '');
    const first = told((await importLog(lines, mapping)).messages);
    expect(new Set(first).size).toBe(4);
    expect(told((await importLog(lines, mapping)).messages)).toEqual(first);
  });
});

describe('the clock of the source', () => {
  const clockOf = async (mapping: string, lines: string, snapshot?: string) => {
    const file = tempFile('log.csv', head + lines);
    const { messages, summary } = await collect({ file, mapping: tempFile('m.yaml', mapping), snapshot });
    return { told: messages.map(({ type, time }) => (type === 'source.advanced' ? `→ ${time}` : type)), summary };
  };
  const lines = 'A,0,2026-03-23T09:00+08:00,,,,\nB,0,2026-03-23T09:00+08:00,,,,\nC,0,2026-03-24T09:00+08:00,,,,\n';

  it('begins before every row and ends at the snapshot, so that nothing is judged before all is known', async () => {
    expect((await clockOf(log(''), lines, '2026-04-01T00:00:00+08:00')).told).toEqual([
      '→ 1970-01-01T00:00:00Z',
      'complaint.filed',
      'complaint.filed',
      'complaint.filed',
      '→ 2026-04-01T00:00:00+08:00',
    ]);
  });

  it('ends at the latest message without a snapshot', async () => {
    expect((await clockOf(log(''), lines)).told.at(-1)).toBe('→ 2026-03-24T01:00:00Z');
  });

  it('goes by rows up to the time before, and stops where the rows do not keep the order of time', async () => {
    const rows = log('').replace('blank:', 'clock: rows\nblank:');
    expect((await clockOf(rows, lines)).told).toEqual([
      '→ 1970-01-01T00:00:00Z',
      'complaint.filed',
      'complaint.filed',
      '→ 2026-03-23T01:00:00Z',
      'complaint.filed',
      '→ 2026-03-24T01:00:00Z',
    ]);
    const broken = `${lines}D,0,2026-03-22,,,,\nE,0,2026-03-25,,,,\n`;
    const { told, summary } = await clockOf(rows, broken);
    expect(told.slice(-3)).toEqual(['complaint.filed', 'complaint.filed', '→ 2026-03-24T16:00:00Z']);
    expect(summary.notes).toEqual([expect.stringContaining('row 5')]);
  });

  it('is left alone when the mapping says so', async () => {
    const none = log('').replace('blank:', 'clock: none\nblank:');
    expect((await clockOf(none, lines)).told).toEqual(['complaint.filed', 'complaint.filed', 'complaint.filed']);
  });
});
