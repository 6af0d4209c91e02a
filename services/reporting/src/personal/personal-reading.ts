import { type Role, personalView } from '@complaint-ledger/access';
import { LedgerError, type NewPersonalEvent, newId, streamName } from '@complaint-ledger/contracts';
import type { EventStore } from '@complaint-ledger/event-store';
import { formatInZone } from '@complaint-ledger/policy';
import type { Unseal } from './open-sealed.ts';

/** Who reads, and what for. */
export interface PersonalReader {
  /** Employee or system. */
  readonly by: string;
  readonly key?: string;
  readonly role: Role;
  readonly purpose?: string | undefined;
}

/** What part of the ledger was read. */
export type ReadingOf = 'case-history' | 'call-log' | 'handling-form' | 'work-order' | 'key-customers';

/** The matter that an event is about, by ledger id. */
export type MatterOf = (eventId: string) => { readonly case?: string; readonly call?: string };

interface ReadingPlace {
  readonly log: Pick<EventStore, 'append'>;
  readonly unseal: Unseal | undefined;
  readonly now: () => number;
  readonly zone: string;
}

/**
 * One reading of personal data (CONF-1): in the clear only for a purpose, and then on record before anybody gets it. A reader whose
 * role may see customers and who names no purpose gets them masked.
 */
export class PersonalReading {
  readonly view: 'clear' | 'masked' | 'none';
  readonly unseal: Unseal | undefined;
  /** True when a purpose is all that is missing to see more. */
  readonly wantsPurpose: boolean;
  readonly #place: ReadingPlace;
  readonly #reader: PersonalReader;
  /** Events opened in the clear, by person. */
  readonly #opened = new Map<string, Set<string>>();

  constructor(place: ReadingPlace, reader: PersonalReader) {
    this.#place = place;
    this.#reader = reader;
    const view = personalView(reader.role);
    this.wantsPurpose = view === 'clear' && reader.purpose === undefined;
    this.view = this.wantsPurpose ? 'masked' : view;
    const { unseal } = place;
    if (unseal !== undefined) this.unseal = this.#noting(unseal);
  }

  /** Puts on record who read what of each person who was opened in the clear. LedgerErrors of the log: then nobody gets it. */
  async record(what: ReadingOf, matterOf: MatterOf): Promise<void> {
    if (this.#opened.size === 0) return;
    const { by, key, role, purpose } = this.#reader;
    if (purpose === undefined)
      throw new LedgerError('forbidden', 'Personal data are read for a purpose.', { rule: 'CONF-1', path: 'purpose' });
    const occurredAt = formatInZone(this.#place.now(), this.#place.zone);
    await Promise.all(
      [...this.#opened].map(([person, eventIds]) => {
        const matters = [...eventIds].map(matterOf);
        const cases = distinct(matters.map((matter) => matter.case));
        const calls = distinct(matters.map((matter) => matter.call));
        const event: NewPersonalEvent = {
          id: newId(),
          type: 'PersonalDataRead',
          schemaVersion: 1,
          occurredAt,
          actor: { kind: 'person', id: by },
          source: 'ledger',
          data: {
            by,
            ...(key !== undefined && { key }),
            role,
            purpose,
            what,
            ...(cases.length > 0 && { cases }),
            ...(calls.length > 0 && { calls }),
          },
        };
        return this.#place.log.append(streamName('person', person), 'any', [event]);
      }),
    );
  }

  #noting(unseal: Unseal): Unseal {
    return async (eventId, sealed, view) => {
      const opened = await unseal(eventId, sealed, view);
      if (opened.state === 'clear') {
        const events = this.#opened.get(sealed.person) ?? new Set();
        this.#opened.set(sealed.person, events.add(eventId));
      }
      return opened;
    };
  }
}

const distinct = (ids: readonly (string | undefined)[]): string[] => [...new Set(ids.filter((id) => id !== undefined))];
