import Type from 'typebox';
import { type CallerCommandName, callerCommandBodies } from '../../callers/caller-command-bodies.ts';
import { type CommandName, commandBodies } from '../../cases/command-bodies.ts';
import { type RouteShape, json } from '../route-shape.ts';

/** What a command led to: its events, which are in the log. */
export const CommandAnswer = Type.Object({
  caseId: Type.String(),
  position: Type.Integer({ description: 'last position in the log: a reader can wait for it' }),
  events: Type.Array(Type.Object({ id: Type.String(), type: Type.String(), occurredAt: Type.String() })),
});

const CaseId = Type.String({ description: 'id of the case, or the id that its source gave the matter' });
const PenaltyId = Type.String({ description: 'id of the fine, as the penalty lines name it' });

const query = Type.Object({
  source: Type.Optional(Type.String({ description: 'source of the external id, when several sources have the same' })),
});

const headers = Type.Object({
  'Idempotency-Key': Type.Optional(
    Type.String({ description: 'the same command with the same key is carried out once' }),
  ),
});

const shape = (name: CommandName, id = CaseId): RouteShape => ({
  path: { id },
  query,
  headers,
  body: json(commandBodies[name]),
  answer: json(CommandAnswer),
  problems: [404, 409],
});

const callerAnswer = json(
  Type.Object({
    person: Type.String({ description: 'vault id of the caller' }),
    position: Type.Integer({ description: 'last position in the log: a reader can wait for it' }),
    events: Type.Array(Type.Object({ id: Type.String(), type: Type.String(), occurredAt: Type.String() })),
  }),
);

const callerShape = (name: CallerCommandName): RouteShape => ({
  headers,
  body: json(callerCommandBodies[name]),
  answer: callerAnswer,
  problems: [404, 409],
});

export const commandShapes = {
  blockCaller: callerShape('block'),
  unblockCaller: callerShape('unblock'),
  markNuisanceCall: {
    ...callerShape('mark'),
    path: {
      id: Type.String({ description: 'ledger id of the call, or with `source` the id that its source gave it' }),
    },
    query,
  },
  transferCase: shape('transfer'),
  contactCustomer: shape('contact'),
  pauseCase: shape('pause'),
  resumeCase: shape('resume'),
  promiseCallBack: shape('promise'),
  assessDamage: shape('assessDamage'),
  escalateCase: shape('escalate'),
  extendDeadline: {
    ...shape('requestExtension'),
    body: json(
      Type.Union([commandBodies.requestExtension, commandBodies.decideExtension], {
        description: 'a request, or a decision on one (EXT-1)',
      }),
    ),
  },
  investigateCase: shape('investigate'),
  resolveCase: shape('resolve'),
  compensateCustomer: shape('compensate'),
  followUpCase: shape('followUp'),
  reclassifyCase: shape('reclassify'),
  assignCase: shape('assign'),
  closeCase: shape('close'),
  appealPenalty: shape('appealPenalty', PenaltyId),
  waivePenalty: shape('waivePenalty', PenaltyId),
} as const;
