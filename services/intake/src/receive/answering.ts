import type { Held, HeldBody, Settlement } from '../quarantine/quarantine.ts';
import { type Message, type Refusal, Unreadable } from './message.ts';
import type { Outcome, Released, Step } from './plan.ts';
import type { Receipt } from './receipt.ts';
import type { Recorded } from './recording.ts';

const REASON = 'about a matter that nobody has filed yet';

const bodyOf = (raw: unknown): HeldBody => (raw instanceof Unreadable ? { bytes: raw.bytes } : { json: raw });

/** What of it goes to the quarantine, if anything. */
export const heldOf = (
  outcome: Outcome,
  { caller, entry }: { readonly caller: string; readonly entry?: string },
): Held | undefined => {
  const trial = entry === undefined ? {} : { entry };
  if (outcome.kind === 'refuse') {
    const { problem, raw, ...known }: Refusal = outcome.refusal;
    return { state: 'rejected', problem, body: bodyOf(raw), caller, ...known, ...trial };
  }
  if (outcome.kind !== 'park') return undefined;
  const { id, source, told, eventId, stream, raw } = outcome.message;
  const problem = {
    code: 'stream-not-found',
    path: `data.${told.idField ?? ''}`,
    message: REASON,
    hint: 'It is recorded by itself as soon as the matter is filed.',
  } as const;
  return {
    state: 'parked',
    problem,
    body: bodyOf(raw),
    caller,
    id,
    source,
    type: told.type,
    waiting: { eventId, stream },
    ...trial,
  };
};

/** How the entry of a message that waited is settled; nothing while it still waits. */
export const settlementOf = (
  released: Released,
  recorded: ReadonlyMap<Step, Recorded>,
  entries: ReadonlyMap<string, string>,
): readonly Settlement[] => {
  const quarantineId = 'quarantineId' in released ? released.quarantineId : entries.get(released.parkedHere.eventId);
  if (quarantineId === undefined) return [];
  const { outcome } = released;
  switch (outcome.kind) {
    case 'append':
    case 'again':
      return recorded.get(outcome.step) === 'contested'
        ? []
        : [{ quarantineId, state: 'resent', eventId: outcome.step.message.eventId }];
    case 'recorded':
      return [{ quarantineId, state: 'resent', eventId: outcome.event.id }];
    case 'refuse':
      return [{ quarantineId, state: 'rejected', problem: outcome.refusal.problem }];
    case 'park':
      return [];
  }
};

const caseOf = ({ matterId }: Message): { readonly caseId?: string } =>
  matterId === undefined ? {} : { caseId: matterId };

/** The answer to the sender; `contested` when it has to be looked at again. */
export const receiptOf = (
  index: number,
  outcome: Outcome,
  recorded: ReadonlyMap<Step, Recorded>,
  quarantineId: string,
): Receipt | 'contested' => {
  switch (outcome.kind) {
    case 'append':
    case 'again': {
      const { message } = outcome.step;
      const result = recorded.get(outcome.step);
      if (result === undefined || result === 'contested') return 'contested';
      const status = outcome.kind === 'append' && result.appended ? 'accepted' : 'duplicate';
      const { id, source, eventId } = message;
      return { index, status, id, source, eventId, position: result.position, ...caseOf(message) };
    }
    case 'recorded': {
      const { message, event } = outcome;
      const { id, source } = message;
      return {
        index,
        status: 'duplicate',
        id,
        source,
        eventId: event.id,
        position: event.position,
        ...caseOf(message),
      };
    }
    case 'refuse': {
      const { problem, id, source } = outcome.refusal;
      return {
        index,
        status: 'rejected',
        ...(id === undefined ? {} : { id }),
        ...(source === undefined ? {} : { source }),
        ...problem,
        quarantineId,
      };
    }
    case 'park': {
      const { id, source, eventId, matterId } = outcome.message;
      return { index, status: 'parked', id, source, eventId, caseId: matterId ?? '', reason: REASON, quarantineId };
    }
  }
};
