import type { JsonValue, NewEvent } from '@complaint-ledger/contracts';
import type { CaseWords } from '../forms/case-words.ts';
import type { Unseal } from '../personal/open-sealed.ts';
import { Story, type StoryCase, shanghai } from './story.ts';

const on = (time: string, day = 23): string => shanghai(`2026-03-${day} ${time}`);

type Fields = Readonly<Record<string, JsonValue>>;

/** Blobs of this story hold their fields in the open. */
const blobOf = (fields: Fields): string => Buffer.from(JSON.stringify(fields)).toString('base64url');

export const openUnseal: Unseal = async (_, { person, blob }, view) => {
  if (person === 'erased') return { state: 'erased' };
  const fields = JSON.parse(Buffer.from(blob, 'base64url').toString()) as Fields;
  return view === 'clear' ? { state: 'clear', fields } : { state: 'masked', fields: masked(fields) as Fields };
};

const masked = (value: JsonValue): JsonValue => {
  if (typeof value === 'string') return `${Array.from(value)[0] ?? ''}＊＊`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return '＊＊＊';
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, masked(each ?? null)]));
};

const names: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  'kinds/complaint': ['投诉', 'Complaint'],
  'channels/phone': ['电话', 'Phone'],
  'levels/major': ['重大投诉', 'Major'],
  'categories/service-quality': ['服务质量', 'Service quality'],
  'categories/attitude': ['服务态度', 'Attitude'],
  'departments/after-sales': ['售后服务部', 'After-sales service'],
  'departments/hotline': ['客服中心', 'Hotline'],
  'deadlines/first-response': ['首次响应', 'First response'],
  'deadlines/second-response': ['二次响应', 'Second response'],
  'steps/cause': ['查明原因', 'Find the cause'],
  'steps/approved': ['审批', 'Approve'],
  'verdicts/justified': ['属实', 'Justified'],
  'compensations/refund': ['退款', 'Refund'],
  'offices/general-manager': ['总经理', 'General manager'],
  'outcomes/accepted': ['客户认可', 'Accepted by the customer'],
  'fields/vehicle': ['车牌号', 'Number plate'],
  'fields/mileage': ['行驶里程', 'Mileage'],
};

export const printedWords: CaseWords = {
  word: (_, list, id, language) => names[`${list}/${id}`]?.[language === 'en' ? 1 : 0],
  value: () => undefined,
  fields: () => ['vehicle', 'mileage'],
};

export interface PrintedCase {
  readonly told: StoryCase;
  readonly story: Story;
  /** Facts by their stream. */
  readonly facts: readonly (readonly [stream: string, event: NewEvent])[];
}

/** A major complaint from its filing to its end, with what was written at each step. */
export const printedCase = ({
  person = 'p-1',
  name = '王䶮',
  detail = '更换刹车片后仍有异响，多次来电无人答复，接待人员态度冷淡。',
  seenBy,
}: {
  readonly person?: string;
  readonly name?: string;
  readonly detail?: string;
  readonly seenBy?: string[];
} = {}): PrintedCase => {
  const story = new Story('crm://printed');
  const told = story.open(
    'F1',
    on('09:00'),
    {
      department: 'hotline',
      kind: 'complaint',
      channel: 'phone',
      level: 'major',
      category: 'attitude',
      class: 'service-quality',
      branch: '浦东店',
      ...(seenBy !== undefined && { seenBy }),
    },
    {
      owner: 'agent-7',
      receivingDepartment: 'hotline',
      lossFen: 128_000,
      missing: ['mileage', 'gender'],
      customer: person,
      keyCustomer: true,
    },
  );
  const facts: (readonly [string, NewEvent])[] = [];
  const fact = (id: string, type: string, at: string, data: NewEvent['data'], fields: Fields): string => {
    const event = {
      id: `0198b000-0000-8000-8000-0000000000${id}`,
      type,
      schemaVersion: 1,
      occurredAt: at,
      actor: { kind: 'crm', id: 'crm' },
      source: 'crm://printed',
      data,
      sealed: [{ person, blob: blobOf(fields) }],
    } as const;
    facts.push([`complaint-${told.id}`, event]);
    return event.id;
  };
  const caused = (event: { causationId?: string }, fact_: string): void => {
    event.causationId = fact_;
  };
  fact(
    '01',
    'ComplaintFiled',
    on('09:00'),
    { externalId: 'F1', receivedBy: 'agent-7', complainant: person, fields: { vehicle: '沪A·12345' } },
    {
      complainant: { name, phone: '13800000001', account: 'VIP-0042', address: '上海市浦东新区世纪大道100号' },
      detail,
      demand: '退还工时费并书面致歉。',
      evidence: ['维修单照片', '通话录音 2 段'],
    },
  );
  told.start('first-response', on('09:00'), on('09:10'));
  told.start('second-response', on('09:00'), on('09:00', 24));
  told.add('CaseEscalated', on('09:03'), { to: 'general-manager', by: 'agent-7' });
  told.change(
    'CaseAssigned',
    on('09:05'),
    { department: 'after-sales' },
    {
      holder: { department: 'after-sales', person: 'handler-1' },
      proposal: false,
      by: 'agent-7',
    },
  );
  told.miss('first-response', 5000);
  const contact = fact(
    '02',
    'ContactReported',
    on('09:20'),
    { externalId: 'F1', reached: true, by: 'handler-1' },
    {
      summary: '已致歉，约定当日 15:00 前给出方案。',
    },
  );
  caused(told.add('CustomerContacted', on('09:20'), { reached: true, by: 'handler-1' }), contact);
  told.meet('first-response', on('09:20'));
  const cause = fact(
    '03',
    'InvestigationReported',
    on('11:00'),
    { externalId: 'F1', by: 'handler-1' },
    {
      findings: '刹车片批次不符，技师未按规范磨合；接待员未登记回访。',
    },
  );
  caused(told.add('InvestigationRecorded', on('11:00'), { step: 'cause', by: 'handler-1' }), cause);
  told.add('InvestigationRecorded', on('14:00'), { step: 'approved', signedBy: '李建国', by: 'head-1' });
  told.add('CompensationGranted', on('14:10'), {
    compensation: 'refund',
    amountFen: 38_000,
    authority: 'general-manager',
    authorisedBy: '赵总',
    by: 'handler-1',
  });
  told.meet('second-response', on('14:30'));
  const settled = fact(
    '04',
    'ResolutionReported',
    on('14:30'),
    { externalId: 'F1', by: 'handler-1' },
    {
      summary: '免费更换原厂刹车片，退还工时费 380 元，店长当面致歉。',
    },
  );
  caused(told.resolve(on('14:30')), settled);
  told.add('CustomerFollowedUp', on('10:00', 25), { reached: true, satisfied: true, rating: 5, by: 'agent-7' });
  told.close(on('10:05', 25));
  return { told, story, facts };
};
