import { createHash } from 'node:crypto';
import { type JsonObject, type JsonValue, LedgerError } from '@complaint-ledger/contracts';
import { verifyToken } from './authenticity.ts';
import { epochTime, idText, isObject, objectAt, objectsIn, text, told } from './payload.ts';
import type { TranslatedMessage, WebhookPreset, Words } from './preset.ts';

/** Labels of the satisfaction menu, in the words of the ledger. */
const satisfactions: Readonly<Record<string, string>> = {
  非常满意: 'very-satisfied',
  满意: 'satisfied',
  一般: 'neutral',
  不满意: 'dissatisfied',
  非常不满意: 'very-dissatisfied',
};

/** Why a session ended, by EndStatusString; what hangs up before an agent answers is abandoned. */
const outcomeOf = (status: string | undefined, isAnswered: boolean): string => {
  if (isAnswered) return 'answered';
  if (status === 'blackListed' || status === 'blackList') return 'nuisance';
  return status !== undefined && /giveup|abandon/i.test(status) ? 'abandoned' : 'missed';
};

const records = (payload: JsonValue): readonly JsonObject[] => {
  if (Array.isArray(payload)) return objectsIn(payload);
  const root = objectAt(payload);
  const response = isObject(root.Response) ? root.Response : root;
  const lists = [...objectsIn(response.TelCdrList), ...objectsIn(response.TelCdrs), ...objectsIn(response.IMCdrList)];
  return lists.length > 0 || Array.isArray(response.TelCdrList) || Array.isArray(response.IMCdrList)
    ? lists
    : [response];
};

const OUTBOUND_CALL_TYPES: ReadonlySet<JsonValue | undefined> = new Set([1, 5, 6]);

/** Calls of the company to somebody are no calls to it. */
const isOutbound = (record: JsonObject): boolean =>
  record.Direction === undefined ? OUTBOUND_CALL_TYPES.has(record.CallType) : record.Direction === 1;

/** The session, or, where a query answers without it, what tells a session from others. */
const sessionOf = (record: JsonObject): string | undefined => {
  const session = idText(record.SessionId);
  if (session !== undefined) return session;
  const parts = [record.Caller, record.Callee, record.StartTimestamp ?? record.StartTimeStamp];
  if (parts.some((part) => idText(part) === undefined)) return undefined;
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
};

const labelOf = (record: JsonObject): string | undefined => {
  const [pressed] = [...objectsIn(record.PostIVRKeyPressed), ...objectsIn(record.PostIVRKeyPressedEx)];
  return text(pressed?.Label) ?? text(objectAt(record, 'Satisfaction').Label);
};

const seconds = (from: string | undefined, to: string | undefined): number | undefined =>
  from === undefined || to === undefined || to < from ? undefined : Date.parse(to) - Date.parse(from);

interface Session {
  readonly callId: string;
  readonly channel: string;
  readonly startedAt: string;
  readonly answeredAt: string | undefined;
  readonly endedAt: string | undefined;
  readonly agent: string | undefined;
  readonly group: string | undefined;
  readonly outcome: string;
  readonly told: Readonly<Record<string, JsonValue | undefined>>;
}

const phoneSession = (record: JsonObject, callId: string): Session | undefined => {
  const startedAt = epochTime(record.StartTimestamp ?? record.StartTimeStamp ?? record.Time);
  if (startedAt === undefined) return undefined;
  const answeredAt = epochTime(record.AcceptTimestamp);
  const last = objectsIn(record.ServeParticipants).at(-1);
  const seat = objectAt(record, 'SeatUser');
  return {
    callId,
    channel: 'phone',
    startedAt,
    answeredAt,
    endedAt: epochTime(record.EndedTimestamp),
    agent: idText(seat.UserId) ?? idText(seat.Mail) ?? idText(record.StaffUserId) ?? idText(last?.Mail),
    group: idText(record.QueuedSkillGroupId) ?? idText(record.SkillGroupId) ?? idText(last?.SkillGroupId),
    outcome: outcomeOf(text(record.EndStatusString), answeredAt !== undefined),
    told: {
      line: text(record.Callee),
      caller: told({
        phone: text(record.ProtectedCaller) ?? text(record.Caller),
        address: text(record.CallerLocation),
      }),
    },
  };
};

const chatSession = (record: JsonObject, callId: string): Session | undefined => {
  const startedAt = epochTime(record.Timestamp);
  if (startedAt === undefined) return undefined;
  const duration = typeof record.Duration === 'number' ? record.Duration : 0;
  return {
    callId,
    channel: 'chat',
    startedAt,
    answeredAt: undefined,
    endedAt: epochTime(Date.parse(startedAt) + duration * 1000),
    agent: idText(record.StaffId),
    group: idText(record.SkillGroupId),
    outcome: record.EndStatus === 1 ? 'answered' : 'missed',
    told: { caller: told({ name: text(record.Nickname), account: idText(record.ClientUserId) }) },
  };
};

const messagesOf = (record: JsonObject, words: Words): readonly TranslatedMessage[] => {
  if (isOutbound(record)) return [];
  const callId = sessionOf(record);
  if (callId === undefined) return [];
  const session = record.ClientUserId === undefined ? phoneSession(record, callId) : chatSession(record, callId);
  if (session === undefined) return [];
  const { startedAt, answeredAt, endedAt, agent, group, outcome } = session;
  const label = labelOf(record);
  const received: TranslatedMessage = {
    id: `session ${callId}`,
    type: 'call.received',
    time: startedAt,
    data: told({
      callId,
      ...session.told,
      channel: words.channel(session.channel),
      agent,
      group,
      department: words.department(group),
      level: words.level(label),
      outcome,
      answeredAt,
      endedAt,
    }),
  };
  if (endedAt === undefined) return [received];
  const ended: TranslatedMessage = {
    id: `session ${callId} ended`,
    type: 'call.ended',
    time: endedAt,
    data: told({
      callId,
      outcome,
      answeredAt,
      durationMs: seconds(answeredAt ?? startedAt, endedAt),
      satisfaction: label === undefined ? undefined : (satisfactions[label] ?? label),
      agent,
    }),
  };
  return [received, ended];
};

/**
 * Tencent Cloud Contact Centre: call records as pushed (`action=cdr`) or as its queries answer them (phone, chat, one session),
 * one or many. A session is a call with its end; the skill group is the group, the agent's id the person. Times are epoch
 * seconds, those of IVR keys milliseconds. A customer who presses 不满意 gives the call that level and satisfaction. Outbound
 * calls are none of ours. The sender does not sign; it can do basic authentication. It repeats up to three times unless the
 * answer says ErrCode 0.
 */
export const tencentCcc: WebhookPreset = {
  name: 'tencent-ccc',
  levels: { 不满意: 'dissatisfied', 非常不满意: 'very-dissatisfied' },
  authenticate: verifyToken,
  answer: { ErrCode: 0, ErrMsg: '' },
  translate: (payload, words, { query }) => {
    const list = records(payload);
    const root = objectAt(payload);
    const isKnown = list.length === 0 || list.some((record) => 'SessionId' in record || 'Caller' in record);
    if (!isKnown && typeof query.action !== 'string') {
      throw new LedgerError(
        'invalid-input',
        'There is no SessionId: this is no record of Tencent Cloud Contact Centre',
        {
          path: 'SessionId',
          hint: 'Push CDR data, or post an answer of DescribeTelCdr, DescribeIMCdrs or DescribeSessionDetail.',
        },
      );
    }
    const application = idText(root.SdkAppId) ?? idText(list[0]?.SdkAppId);
    return {
      source: `tencent-ccc://${application ?? 'app'}`,
      messages: list.flatMap((record) => messagesOf(record, words)),
    };
  },
};
