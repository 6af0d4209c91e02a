import type { CaseEvent, CaseEventType, NewCaseEvent } from '@complaint-ledger/contracts';

/** A case event before or after the log gave it a place. */
export type AnyCaseEvent = NewCaseEvent | CaseEvent;

/** Those of some types. */
export type CaseEventOf<T extends CaseEventType> = AnyCaseEvent & { readonly type: T };
