import Type, { type Static } from 'typebox';
import { Code, Handover, Holder, NearTimestamp } from '../inbound/schemas.ts';

const Opt = Type.Optional;
const Text = Type.String({ maxLength: 100_000 });

/** What every command may say: who acts (default: the key's label) and when it happened (default: now, never later). */
const common = { by: Opt(Code), occurredAt: Opt(NearTimestamp) };
const body = <P extends Parameters<typeof Type.Object>[0]>(properties: P) =>
  Type.Object({ ...properties, ...common }, { additionalProperties: false });

/** Request bodies of the commands on a case, by command. Text is sealed under the customer's key. */
export const commandBodies = {
  assign: body({ department: Opt(Code), group: Opt(Code), person: Opt(Code) }),
  transfer: body({ to: Holder, handover: Opt(Handover), reason: Opt(Text) }),
  contact: body({ reached: Type.Boolean(), askedFirst: Opt(Type.Boolean()), summary: Opt(Text) }),
  pause: body({ reason: Code }),
  resume: body({}),
  promise: body({ until: NearTimestamp, person: Opt(Code), reason: Opt(Text) }),
  escalate: body({ to: Code, reason: Text }),
  requestExtension: body({ deadline: Code, until: NearTimestamp, ground: Opt(Code), reason: Text }),
  decideExtension: body({ deadline: Code, granted: Type.Boolean(), until: Opt(NearTimestamp), reason: Opt(Text) }),
  investigate: body({ step: Opt(Code), signedBy: Opt(Code), until: Opt(NearTimestamp), findings: Text }),
  resolve: body({ verdict: Opt(Code), summary: Text }),
  compensate: body({ compensation: Code, amountFen: Type.Integer({ minimum: 0 }), reason: Opt(Text) }),
  followUp: body({
    reached: Type.Boolean(),
    satisfied: Opt(Type.Boolean()),
    rating: Opt(Type.Integer({ minimum: 0, maximum: 10 })),
    answers: Opt(Type.Record(Type.String(), Type.Integer({ minimum: 1, maximum: 5 }))),
    comment: Opt(Text),
  }),
  reclassify: body({
    level: Opt(Code),
    kind: Opt(Code),
    category: Opt(Code),
    channel: Opt(Code),
    product: Opt(Code),
    branch: Opt(Code),
    reason: Text,
  }),
  close: body({ outcome: Code, reason: Opt(Text) }),
  assessDamage: body({
    lossFen: Type.Integer({ minimum: 0 }),
    /** The person directly responsible, and the department's manager (PEN-2). */
    responsible: Opt(Code),
    manager: Opt(Code),
    /** Whoever delayed the matter. */
    delayedBy: Opt(Code),
    /** Wage or bonus of each person, fen: with it the share is an amount. It is not kept. */
    basesFen: Opt(Type.Record(Type.String(), Type.Integer({ minimum: 0 }))),
    reason: Text,
  }),
  appealPenalty: body({ reason: Text }),
  waivePenalty: body({ reason: Text }),
} as const;

export type CommandName = keyof typeof commandBodies;
export type CommandBody<N extends CommandName> = Static<(typeof commandBodies)[N]>;
