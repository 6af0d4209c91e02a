import { type CaseEvent, type RecordedEvent, isCaseEventType } from '@complaint-ledger/contracts';

/** The log holds facts and decisions; the figures come from the decisions. */
export const isCaseEvent = (event: RecordedEvent): event is CaseEvent & RecordedEvent => isCaseEventType(event.type);
