import Type, { type TProperties } from 'typebox';
import { Handover, Holder, Timestamp } from '../../inbound/schemas.ts';
import { type RouteShape, json } from '../route-shape.ts';

const Code = Type.String({ minLength: 1, maxLength: 200 });
const Text = Type.String({ maxLength: 100_000 });
const reason = { reason: Type.Optional(Text) };
const step = { step: Type.Optional(Code), summary: Type.Optional(Text) };

/** Fields that every command may have beside its own. */
const common = {
  id: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'chosen by the caller: the same command sent again with the same id is carried out once',
    }),
  ),
  by: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'who did it, when not the key itself' })),
};

const command = <P extends TProperties>(properties: P, description: string) =>
  Type.Object({ ...properties, ...common }, { additionalProperties: false, description });

/** Bodies of the commands on a case or penalty, by route. */
export const commandBodies = {
  transferCase: command({ to: Holder, handover: Type.Optional(Handover), ...reason }, 'Pass the case on (XFER-1…5).'),
  contactCustomer: command({ reached: Type.Boolean(), summary: Type.Optional(Text) }, 'The customer was called.'),
  escalateCase: command({ to: Code, ...reason }, 'Take the case upward; no transfer (XFER-4).'),
  extendDeadline: Type.Union(
    [
      command({ deadline: Code, until: Timestamp, ...reason }, 'Ask for more time.'),
      command(
        { deadline: Code, granted: Type.Boolean(), until: Type.Optional(Timestamp), ...reason },
        'Grant or refuse what was asked for.',
      ),
    ],
    { description: 'A request or a decision (EXT-1).' },
  ),
  investigateCase: command(step, 'A handling step (RES-3).'),
  resolveCase: command(
    { verdict: Type.Optional(Code), summary: Type.Optional(Text) },
    'The matter is settled (RES-1, RES-4).',
  ),
  compensateCustomer: command(
    { compensation: Code, amountFen: Type.Integer({ minimum: 0 }), summary: Type.Optional(Text) },
    'Something given to the customer, in fen (RES-5).',
  ),
  followUpCase: command(
    {
      reached: Type.Boolean(),
      satisfied: Type.Optional(Type.Boolean()),
      rating: Type.Optional(Type.Integer({ minimum: 0, maximum: 10 })),
      comment: Type.Optional(Text),
    },
    'The customer was asked about the solution (FUP-1…3).',
  ),
  reclassifyCase: command(
    {
      level: Type.Optional(Code),
      kind: Type.Optional(Code),
      channel: Type.Optional(Code),
      category: Type.Optional(Code),
      product: Type.Optional(Code),
      branch: Type.Optional(Code),
      ...reason,
    },
    'Level (LEVEL-2) or other dimensions.',
  ),
  assignCase: command(
    { department: Type.Optional(Code), group: Type.Optional(Code), person: Type.Optional(Code), ...reason },
    'Who has the case from now on.',
  ),
  closeCase: command({ outcome: Type.Optional(Code), ...reason }, 'The case is closed.'),
  appealPenalty: command(reason, 'The department asks that a fine be waived (PEN-3).'),
  waivePenalty: command({ reason: Type.String({ minLength: 1, maxLength: 100_000 }) }, 'The fine is waived (PEN-3).'),
} as const;

export type CommandName = keyof typeof commandBodies;

/** What a command led to: its events, which are in the log. */
export const CommandAnswer = Type.Object({
  caseId: Type.String(),
  revision: Type.Integer({ description: 'last revision of the case' }),
  position: Type.Integer({ description: 'last position in the log' }),
  events: Type.Array(Type.Object({ id: Type.String(), type: Type.String() })),
});

const CaseId = Type.String({ description: 'id of the case, which is that of its complaint or call' });
const PenaltyId = Type.String({ description: 'id of the fine, as the penalty lines name it' });

const shape = (name: CommandName): RouteShape => ({
  path: { id: name === 'appealPenalty' || name === 'waivePenalty' ? PenaltyId : CaseId },
  body: json(commandBodies[name]),
  answer: json(CommandAnswer),
  problems: [404, 409],
});

export const commandShapes = {
  transferCase: shape('transferCase'),
  contactCustomer: shape('contactCustomer'),
  escalateCase: shape('escalateCase'),
  extendDeadline: shape('extendDeadline'),
  investigateCase: shape('investigateCase'),
  resolveCase: shape('resolveCase'),
  compensateCustomer: shape('compensateCustomer'),
  followUpCase: shape('followUpCase'),
  reclassifyCase: shape('reclassifyCase'),
  assignCase: shape('assignCase'),
  closeCase: shape('closeCase'),
  appealPenalty: shape('appealPenalty'),
  waivePenalty: shape('waivePenalty'),
} as const;
