import Type, { type Static } from 'typebox';
import type { NewEvent, RecordedEvent } from '../envelope.ts';

const Opt = Type.Optional;

/** Events of a person's own stream, `person-` and the vault id: what was done with what the ledger knows of them. */
export const personalEvents = {
  PersonalDataRead: Type.Object(
    {
      by: Type.String({ description: 'employee or system whose key it was' }),
      key: Opt(Type.String({ description: 'id of the key' })),
      role: Type.String(),
      purpose: Type.String(),
      what: Type.String({
        description: 'case-history, call-log, handling-form, work-order or key-customers',
      }),
      cases: Opt(Type.Array(Type.String({ description: 'ledger id' }))),
      calls: Opt(Type.Array(Type.String({ description: 'ledger id' }))),
    },
    { description: 'Somebody got personal data in the clear, for a purpose (CONF-1). Recorded before they got it.' },
  ),
} as const;

export type PersonalEventType = keyof typeof personalEvents;
export type PersonalDataRead = Static<(typeof personalEvents)['PersonalDataRead']>;
export type NewPersonalEvent = NewEvent<'PersonalDataRead', PersonalDataRead>;
export type PersonalEvent = RecordedEvent<'PersonalDataRead', PersonalDataRead>;
