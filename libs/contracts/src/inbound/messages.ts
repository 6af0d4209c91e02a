import type { Static, TObject } from 'typebox';
import type { StreamCategory } from '../envelope.ts';
import * as S from './schemas.ts';

/** How one inbound type becomes a fact: whose stream, under which name, and which fields stay readable. */
export interface InboundMessage {
  /** Event type in the log. */
  readonly fact: FactType;
  readonly stream: Extract<StreamCategory, 'call' | 'complaint' | 'source'>;
  /** The matter must be new, must be there, or neither matters. */
  readonly expects: 'new' | 'existing' | 'any';
  readonly data: TObject;
  /** Fields kept in clear; every other field is sealed under the person of the matter. */
  readonly clear: readonly string[];
  readonly summary: string;
}

export type FactType =
  | 'CallReceived'
  | 'CallEnded'
  | 'ComplaintFiled'
  | 'ComplaintAmended'
  | 'ComplaintWithdrawn'
  | 'AssignmentReported'
  | 'TransferReported'
  | 'ContactReported'
  | 'PauseReported'
  | 'ResumptionReported'
  | 'CallBackPromiseReported'
  | 'InvestigationReported'
  | 'CompensationReported'
  | 'LevelChangeReported'
  | 'EscalationReported'
  | 'ExtensionRequestReported'
  | 'ExtensionDecisionReported'
  | 'ResolutionReported'
  | 'FollowUpReported'
  | 'ReopeningReported'
  | 'ClosureReported'
  | 'SourceAdvanced';

const dimensions = [
  'policy',
  'kind',
  'channel',
  'level',
  'category',
  'product',
  'branch',
  'department',
  'group',
  'person',
];

const ownCustomer = ['customerGroup', 'keyCustomer'];
const callCourse = ['needsDepartment', 'callBackBy', 'callBackPerson', 'holdConsent', 'identity', 'accountDataTold'];

const about = (fact: FactType, data: TObject, clear: readonly string[], summary: string): InboundMessage => ({
  fact,
  stream: 'complaint',
  expects: 'existing',
  data,
  clear: [...clear, 'by'],
  summary,
});

/** Every inbound type of `ledger.inbound.v1`, by its CloudEvents `type`. */
export const inboundMessages = {
  'call.received': {
    fact: 'CallReceived',
    stream: 'call',
    expects: 'new',
    data: S.CallReceivedData,
    clear: [
      ...dimensions,
      'line',
      'agent',
      'rings',
      'outcome',
      'answeredAt',
      'endedAt',
      'needsHandling',
      'queue',
      ...callCourse,
      ...ownCustomer,
    ],
    summary: 'A call came in, whatever became of it (CALL-2).',
  },
  'call.ended': {
    fact: 'CallEnded',
    stream: 'call',
    expects: 'existing',
    data: S.CallEndedData,
    clear: ['outcome', 'answeredAt', 'durationMs', 'satisfaction', 'agent', ...callCourse],
    summary: 'A call is over.',
  },
  'complaint.filed': {
    fact: 'ComplaintFiled',
    stream: 'complaint',
    expects: 'new',
    data: S.ComplaintFiledData,
    clear: [...dimensions, 'receivedBy', 'receivingDepartment', 'callId', 'dueTimes', 'lossFen', ...ownCustomer],
    summary: 'A complaint was filed (FILE-1, FILE-2).',
  },
  'complaint.amended': about(
    'ComplaintAmended',
    S.ComplaintAmendedData,
    ['kind', 'channel', 'category', 'product', 'branch'],
    'The record of a complaint was corrected or completed.',
  ),
  'complaint.withdrawn': about('ComplaintWithdrawn', S.ComplaintWithdrawnData, [], 'The complainant took it back.'),
  'case.assigned': about(
    'AssignmentReported',
    S.CaseAssignedData,
    ['department', 'group', 'person', 'automatic'],
    'A department, group or person has the case.',
  ),
  'case.transferred': about(
    'TransferReported',
    S.CaseTransferredData,
    ['from', 'to'],
    'The case was passed on (XFER-1…5).',
  ),
  'case.contacted': about(
    'ContactReported',
    S.CaseContactedData,
    ['reached', 'askedFirst'],
    'The customer was called (LEVEL-1, CONT-1).',
  ),
  'case.paused': about('PauseReported', S.CasePausedData, ['reason'], 'It waits, and clocks stand still.'),
  'case.resumed': about('ResumptionReported', S.CaseResumedData, [], 'It waits no more.'),
  'case.promised': about(
    'CallBackPromiseReported',
    S.CasePromisedData,
    ['until', 'person'],
    'A call-back was promised, or another time for it (CALL-6).',
  ),
  'case.investigated': about(
    'InvestigationReported',
    S.CaseInvestigatedData,
    ['step', 'signedBy', 'until'],
    'A step of handling was done (RES-3, ESC-4).',
  ),
  'case.compensated': about(
    'CompensationReported',
    S.CaseCompensatedData,
    ['compensation', 'amountFen', 'authority', 'authorisedBy'],
    'Something was given to the customer (RES-5).',
  ),
  'case.level-changed': about(
    'LevelChangeReported',
    S.CaseLevelChangedData,
    ['level'],
    'The level was raised or lowered (LEVEL-2).',
  ),
  'case.escalated': about('EscalationReported', S.CaseEscalatedData, ['to'], 'The case went upward (ESC-1).'),
  'case.extension-requested': about(
    'ExtensionRequestReported',
    S.CaseExtensionRequestedData,
    ['deadline', 'until', 'ground'],
    'More time was asked for (EXT-1).',
  ),
  'case.extension-decided': about(
    'ExtensionDecisionReported',
    S.CaseExtensionDecidedData,
    ['deadline', 'granted', 'until'],
    'More time was granted or refused (EXT-1).',
  ),
  'case.resolved': about(
    'ResolutionReported',
    S.CaseResolvedData,
    ['verdict'],
    'The matter was settled (RES-1, RES-4).',
  ),
  'case.followed-up': about(
    'FollowUpReported',
    S.CaseFollowedUpData,
    ['reached', 'satisfied', 'rating', 'answers'],
    'The customer was asked about the solution (FUP-1…3).',
  ),
  'case.reopened': about('ReopeningReported', S.CaseReopenedData, [], 'The matter is handled again (FUP-2).'),
  'case.closed': about('ClosureReported', S.CaseClosedData, ['outcome'], 'The case is closed.'),
  'source.advanced': {
    fact: 'SourceAdvanced',
    stream: 'source',
    expects: 'any',
    data: S.SourceAdvancedData,
    clear: ['to'],
    summary: 'From now on this source is clocked by its own events: deadlines are judged up to `to`.',
  },
} as const satisfies Record<string, InboundMessage>;

export type InboundType = keyof typeof inboundMessages;
export const inboundTypes = Object.keys(inboundMessages) as readonly InboundType[];
export const isInboundType = (type: string): type is InboundType => Object.hasOwn(inboundMessages, type);

export type InboundData<T extends InboundType> = Static<(typeof inboundMessages)[T]['data']>;

/** An inbound message after parsing: a CloudEvent whose data fits its type. */
export interface Inbound<T extends InboundType = InboundType> {
  /** CloudEvents id: unique with `source`. */
  readonly id: string;
  readonly source: string;
  readonly type: T;
  /** When it happened; RFC 3339 with offset. */
  readonly time: string;
  readonly subject?: string;
  readonly data: InboundData<T>;
}
