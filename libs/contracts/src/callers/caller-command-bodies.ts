import { Type, type Static } from 'typebox';
import { Code, NearTimestamp } from '../inbound/schemas.ts';

const Opt = Type.Optional;
const Text = Type.String({ minLength: 1, maxLength: 100_000, pattern: String.raw`\S` });
const common = { by: Opt(Code), occurredAt: Opt(NearTimestamp), policy: Opt(Code) };
const who = {
  phone: Opt(Type.String({ minLength: 1, maxLength: 100 })),
  person: Opt(
    Type.String({ minLength: 1, maxLength: 100, description: 'vault id, as the list of nuisance callers names it' }),
  ),
};

/** Request bodies of the decisions about callers (CALL-10). The reason is sealed under the caller's key. */
export const callerCommandBodies = {
  block: Type.Object({ ...who, until: NearTimestamp, reason: Text, ...common }, { additionalProperties: false }),
  unblock: Type.Object({ ...who, reason: Text, ...common }, { additionalProperties: false }),
  mark: Type.Object({ ...common }, { additionalProperties: false }),
} as const;

export type CallerCommandName = keyof typeof callerCommandBodies;
export type CallerCommandBody<N extends CallerCommandName> = Static<(typeof callerCommandBodies)[N]>;
