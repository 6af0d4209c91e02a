import {
  type JsonObject,
  LedgerError,
  type NewEvent,
  type SealedBlob,
  isLedgerError,
} from '@complaint-ledger/contracts';
import type { AppendResult, EventStore } from '@complaint-ledger/event-store';
import { continuing } from '@complaint-ledger/telemetry';
import type { Identifiers, SealRequest, Vault } from '@complaint-ledger/vault';
import { personField } from '../record/person-field.ts';
import { identifiersOf } from './fact.ts';
import { type Matter, needOf } from './matters.ts';
import type { Step } from './plan.ts';

const SCHEMA_VERSION = 1;
const PERSON_ATTEMPTS = 3;

const hasPersonal = (step: Step): boolean => Object.keys(step.divided.personal).length > 0;

/** Whether the step needs a person looked up: it opens a matter, or is about no matter and yet says something personal. */
const bringsPerson = (step: Step): boolean =>
  step.expected === 'no-stream' || (step.matter === undefined && hasPersonal(step));

/** What an erased person's later messages keep of their text: nothing, and readers see `erased`. */
const erasedBlob = (person: string): SealedBlob => ({ person, blob: '' });

const sealOne = async (vault: Vault, request: SealRequest): Promise<SealedBlob> => {
  try {
    const [blob] = await vault.seal([request]);
    return blob as SealedBlob;
  } catch (error) {
    if (isLedgerError(error, 'not-found')) return erasedBlob(request.person);
    throw error;
  }
};

const sealEach = async (vault: Vault, requests: readonly SealRequest[]): Promise<readonly SealedBlob[]> => {
  const blobs: SealedBlob[] = [];
  for (const request of requests) blobs.push(await sealOne(vault, request));
  return blobs;
};

interface SealedSteps {
  readonly persons: ReadonlyMap<Step, string>;
  readonly sealed: ReadonlyMap<Step, SealedBlob>;
}

/** Persons of new matters with their links, then every personal field sealed: each durable before the next. */
const sealSteps = async (vault: Vault, steps: readonly Step[]): Promise<SealedSteps> => {
  const bringing = steps.filter(bringsPerson);
  const personal = steps.filter(hasPersonal);
  for (let attempt = 1; ; attempt++) {
    try {
      const found = bringing.length === 0 ? [] : await vault.personsFor(bringing.map(identifiersOfStep));
      const persons = new Map(bringing.map((step, i) => [step, found[i] as string]));
      const personOf = (step: Step): string | undefined => {
        const { matter } = step;
        if (matter === undefined) return persons.get(step);
        return 'person' in matter ? matter.person : persons.get(matter);
      };
      const requests = personal.map((step) => ({
        person: personOf(step) ?? '',
        eventId: step.message.eventId,
        fields: step.divided.personal,
      }));
      const blobs = await (attempt < PERSON_ATTEMPTS ? vault.seal(requests) : sealEach(vault, requests));
      return { persons, sealed: new Map(personal.map((step, i) => [step, blobs[i] as SealedBlob])) };
    } catch (error) {
      // Somebody was erased: the person of a new matter just now (ask again), or that of an old one for good.
      if (!isLedgerError(error, 'not-found') || attempt === PERSON_ATTEMPTS) throw error;
    }
  }
};

const identifiersOfStep = ({ message }: Step): Identifiers => identifiersOf(message);

const toEvent = (step: Step, person: string | undefined, sealed: SealedBlob | undefined): NewEvent => {
  const { message, divided } = step;
  const data: JsonObject =
    step.expected === 'no-stream' && person !== undefined
      ? { ...divided.clear, [personField(message.told.type)]: person }
      : divided.clear;
  return {
    id: message.eventId,
    type: message.told.message.fact,
    schemaVersion: SCHEMA_VERSION,
    occurredAt: message.occurredAt,
    actor: message.actor,
    source: message.source,
    data,
    ...(sealed === undefined ? {} : { sealed: [sealed] }),
  };
};

/** `contested`: somebody else wrote to the matter between looking and writing; look again. */
export type Recorded =
  | { readonly position: number; readonly appended: boolean; readonly matter?: Matter }
  | 'contested';

const CONTESTED: ReadonlySet<string> = new Set(['stream-exists', 'stream-not-found', 'wrong-revision', 'conflict']);

const settled = (result: PromiseSettledResult<AppendResult>): AppendResult | 'contested' => {
  if (result.status === 'fulfilled') return result.value;
  const reason: unknown = result.reason;
  if (reason instanceof LedgerError && CONTESTED.has(reason.code)) return 'contested';
  throw reason;
};

/**
 * Appends the steps in order, all in one tick: in one transaction, or each in the turn that the log gives it by the order of the calls.
 * LedgerError `storage`, `unavailable`, `closed`, `locked`: outcome unknown, send again with the same ids.
 */
export const recordSteps = async (
  store: EventStore,
  vault: Vault,
  steps: readonly Step[],
): Promise<ReadonlyMap<Step, Recorded>> => {
  if (steps.length === 0) return new Map();
  const { persons, sealed } = await sealSteps(vault, steps);
  const appends = steps.map((step) =>
    continuing(step.message.raw, () =>
      store.append(step.message.stream, step.expected, [toEvent(step, persons.get(step), sealed.get(step))]),
    ),
  );
  const results = (await Promise.allSettled(appends)).map(settled);
  const recorded = new Map<Step, Recorded>();
  for (const [i, step] of steps.entries()) {
    const result = results[i] as AppendResult | 'contested';
    recorded.set(step, result === 'contested' ? result : { ...result, ...openedMatter(step, persons.get(step)) });
  }
  return recorded;
};

const openedMatter = (
  { expected, policy, message, divided }: Step,
  person: string | undefined,
): { readonly matter?: Matter } => {
  if (expected !== 'no-stream' || policy === undefined || person === undefined) return {};
  const need = message.told.type === 'call.received' ? { need: needOf(divided.clear) } : {};
  return { matter: { policy, person, ...need } };
};
