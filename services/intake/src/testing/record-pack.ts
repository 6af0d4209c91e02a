import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PolicyBook, openPolicyBook } from '@complaint-ledger/policy';

const words = '{ zh-CN: 词, en: Word }';

const pack = `
id: records
version: 1
extends: standard
name: ${words}
records:
  every: [name]
  complaint: [contact, detail, demand, receivedBy, room, media-source]
  call: [name, phone, brief, handling]
  inquiry: []
  fault: [fault.what, fault.where, fault.action]
topics:
  litigation: { zh-CN: 诉讼, en: Litigation, words: [律师函, 起诉, sue] }
  media: { zh-CN: 媒体, en: Media, words: [记者, TV] }
fields:
  media-source: { zh-CN: 媒体来源, en: Media source, clear: true, values: { press: ${words}, web: ${words} } }
  age: { zh-CN: 年龄, en: Age, clear: true }
  assessment: { zh-CN: 评价, en: Assessment }
confidential:
  - when: { kind: whistleblowing }
    seenBy: [leader-in-charge, general-manager]
  - when: { channel: letter, kind: none }
    seenBy: [general-manager]
  - when: { topic: media }
    seenBy: [general-manager, press-office]
offices: { general-manager: ${words}, leader-in-charge: ${words}, press-office: ${words} }
steps: { approved: ${words} }
pauses: { waiting: ${words} }
outcomes: { settled: ${words} }
compensation: { types: { gift: ${words} }, authority: {} }
extension: { approvers: [manager], grounds: { unreached: ${words} } }
followUp: { required: true, survey: { attitude: ${words} } }
calls:
  rings: 3
  long: 5min
  desks: { purchase: { department: sales, contact: 010-1234 } }
  identity: { methods: { reserved-phone: ${words}, id-number: ${words}, holdings: ${words} }, atLeast: 2 }
`;

let book: PolicyBook | undefined;

/** The built-in packs and `records`, which says something of everything that is recorded of a matter. */
export const recordPolicies = (): PolicyBook => {
  if (book === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'record-pack-'));
    const file = join(folder, 'records.yaml');
    writeFileSync(file, pack);
    book = openPolicyBook({ extra: [file], defaultId: 'records' });
    rmSync(folder, { recursive: true });
  }
  return book;
};
