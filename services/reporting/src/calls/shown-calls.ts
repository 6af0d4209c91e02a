import { openSealed, type Personal, type Unseal } from '../personal/open-sealed.ts';
import { monthNumber, quarterNumber } from './archive-number.ts';
import type { CallLog, NumberedCall } from './call-log.ts';
import type { Desk, DeskOf } from './desk.ts';

/** One entry of the work log as a reader may see it. */
export interface ShownCall extends Omit<NumberedCall, 'sealed'> {
  /** Under which it is archived: `2026-03-0042`, `2026-Q1-0131` (CALL-2). */
  readonly archiveMonth: string;
  readonly archiveQuarter: string;
  /** Where the caller was passed on to (CALL-3). */
  readonly desk?: Desk;
  readonly personal?: Personal;
}

export interface ShownCallLog extends Omit<CallLog, 'calls'> {
  readonly calls: readonly ShownCall[];
}

export interface Reader {
  readonly view: 'clear' | 'masked' | 'none';
  /** Whether the reader may know of that call at all (FILE-1). */
  readonly sees: (call: NumberedCall) => boolean;
  readonly unseal: Unseal | undefined;
  readonly deskOf: DeskOf;
}

/** The entries that the reader may see, opened as far as the reader may (CONF-1). LedgerError `unavailable` when the vault is. */
export const shownCalls = async (log: CallLog, { view, sees, unseal, deskOf }: Reader): Promise<ShownCallLog> => {
  const calls: ShownCall[] = [];
  for (const entry of log.calls) {
    if (!sees(entry)) continue;
    const { sealed, ...call } = entry;
    const personal = await openSealed(sealed, view, unseal);
    const desk = call.kind === undefined ? undefined : deskOf(call.policy, call.kind);
    calls.push({
      ...call,
      archiveMonth: monthNumber(call, log.date),
      archiveQuarter: quarterNumber(call, log.date),
      ...(desk && { desk: { department: desk.department, contact: desk.contact } }),
      ...(personal && { personal }),
    });
  }
  return { ...log, calls };
};
