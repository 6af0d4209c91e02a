import type { JsonObject, RecordedEvent } from '@complaint-ledger/contracts';
import type { PersonalFields, Vault } from '@complaint-ledger/vault';
import { personField } from '../record/person-field.ts';
import { objectIn } from '../record/told-item.ts';
import { DERIVED } from '../record/record-matter.ts';
import { divide } from './fact.ts';
import { jsonEqual } from './json-equal.ts';
import type { Message } from './message.ts';

/** What was told before under an event id, by the log or earlier in the same batch. */
export interface Told {
  readonly fact: string;
  readonly stream: string;
  readonly occurredAt: string;
  readonly actor: string;
  readonly clear: JsonObject;
  /** Undefined when the person was erased: then the clear part decides. */
  readonly personal: PersonalFields | undefined;
}

const derived: ReadonlySet<string> = new Set(DERIVED);

/** The part that was told; `fields` are compared as a whole, whichever of them the pack keeps clear. */
const toldPart = (clear: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(clear).filter(([name]) => name !== 'fields' && !derived.has(name)));

const fieldsSaySame = (fields: JsonObject, clear: JsonObject, sealed: JsonObject | undefined): boolean => {
  const clearSame = Object.entries(clear).every(([name, value]) => {
    const again = fields[name];
    return again !== undefined && typeof again !== 'object' && String(again).trim() === value;
  });
  if (!clearSame || sealed === undefined) return clearSame;
  return jsonEqual(Object.fromEntries(Object.entries(fields).filter(([name]) => !Object.hasOwn(clear, name))), sealed);
};

/**
 * Whether a message says again what was told under its id. A message that leaves the policy to the server says nothing
 * against the one that was taken: the default may have changed since, and so may have what the pack makes of it.
 */
export const saysTheSame = (message: Message, told: Told): boolean => {
  const { clear, personal } = divide(message);
  const { policy, ...rest } = toldPart(told.clear);
  const { policy: given, ...clearRest } = toldPart(clear);
  const { fields, ...others } = personal;
  const { fields: sealedFields, ...sealedOthers } = told.personal ?? {};
  return (
    message.told.message.fact === told.fact &&
    message.stream === told.stream &&
    (message.timedByReceipt || message.occurredAt === told.occurredAt) &&
    message.actor.id === told.actor &&
    (given === undefined || given === policy) &&
    jsonEqual(clearRest, rest) &&
    (told.personal === undefined || jsonEqual(others, sealedOthers)) &&
    fieldsSaySame(
      objectIn(fields),
      objectIn(told.clear['fields']),
      told.personal === undefined ? undefined : objectIn(sealedFields),
    )
  );
};

/** What a recorded fact told. LedgerError of the vault (`unavailable`, `corrupt`) passes. */
export const toldBy = async (vault: Vault, event: RecordedEvent, message: Message): Promise<Told> => {
  const isNewMatter = message.told.message.expects === 'new';
  const { [isNewMatter ? personField(message.told.type) : '']: _person, ...clear } = event.data;
  const personal: Record<string, PersonalFields[string]> = {};
  let erased = false;
  for (const sealed of event.sealed ?? []) {
    const unsealed = await vault.unseal(event.id, sealed, 'clear');
    if (unsealed.state === 'erased') erased = true;
    else Object.assign(personal, unsealed.fields);
  }
  return {
    fact: event.type,
    stream: event.stream,
    occurredAt: event.occurredAt,
    actor: event.actor.id,
    clear,
    personal: erased ? undefined : personal,
  };
};
