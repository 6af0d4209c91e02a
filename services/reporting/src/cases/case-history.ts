import { type RecordedEvent, streamName } from '@complaint-ledger/contracts';
import type { EventStore } from '@complaint-ledger/event-store';
import { sealedParts } from '../calls/call-entry.ts';
import { type Personal, type Unseal, openSealed } from '../personal/open-sealed.ts';
import type { CaseDocument } from './case-document.ts';

export interface HistoryEvent extends Omit<RecordedEvent, 'sealed'> {
  /** What the reader may see of the person; absent when the event has nothing personal. */
  readonly personal?: Personal;
}

/** Everything that happened to a case in the order of the log: what was reported, and what was decided on it. */
export const caseHistory = async (
  log: Pick<EventStore, 'readStream'>,
  { id, about }: Pick<CaseDocument, 'id' | 'about'>,
  { view, unseal }: { readonly view: 'clear' | 'masked' | 'none'; readonly unseal?: Unseal | undefined },
): Promise<readonly HistoryEvent[]> => {
  const facts = await log.readStream(streamName(about, id));
  const decisions = await log.readStream(streamName('case', id));
  const events = [...facts, ...decisions].toSorted((a, b) => a.position - b.position);
  const told: HistoryEvent[] = [];
  for (const event of events) {
    const { sealed: _, ...open } = event;
    const personal = await openSealed(sealedParts(event), view, unseal);
    told.push(personal === undefined ? open : { ...open, personal });
  }
  return told;
};
