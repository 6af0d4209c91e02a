import { type PersonalDataRead, type PersonalEvent, streamName } from '@complaint-ledger/contracts';
import type { EventStore } from '@complaint-ledger/event-store';
import type { CaseDocument } from '../cases/case-document.ts';

/** Who read what of a customer, when and what for. */
export interface Disclosure extends Omit<PersonalDataRead, 'cases' | 'calls'> {
  readonly at: string;
  readonly position: number;
  readonly person: string;
}

/** Readings of what a case, or the call it came by, tells of its customer, in the order of the log (CONF-1). */
export const disclosuresOf = async (
  log: Pick<EventStore, 'readStream'>,
  { id, call, customer }: Pick<CaseDocument, 'id' | 'call' | 'customer'>,
): Promise<readonly Disclosure[]> => {
  const events = (await log.readStream(streamName('person', customer))) as unknown as readonly PersonalEvent[];
  return events.flatMap(({ type, occurredAt, position, data }): readonly Disclosure[] => {
    if (type !== 'PersonalDataRead') return [];
    const { cases = [], calls = [], ...read } = data;
    const isOfCase = cases.includes(id) || calls.includes(id) || (call !== undefined && calls.includes(call));
    return isOfCase ? [{ at: occurredAt, position, person: customer, ...read }] : [];
  });
};
