import { type Matter, epochOf } from '@complaint-ledger/policy';
import { withAct } from './acts.ts';
import type { AnyCaseEvent, CaseEventOf } from './any-case-event.ts';
import { type CaseState, type MatterChange, correctable, moment } from './case-state.ts';

/** What a case keeps of the dimensions of its events. */
export const dimensionsOf = (dims: AnyCaseEvent['data']['dims']) => ({
  level: dims.level,
  ...(dims.category === undefined ? {} : { category: dims.category }),
  ...(dims.channel === undefined ? {} : { channel: dims.channel }),
  ...(dims.kind === undefined ? {} : { kind: dims.kind }),
  ...(dims.product === undefined ? {} : { product: dims.product }),
  ...(dims.branch === undefined ? {} : { branch: dims.branch }),
});

const changed = (state: CaseState, at: string, by: string, to: Partial<Matter>): readonly MatterChange[] => {
  const change = { at: moment(at), by, changed: to };
  const place = state.matterChanges.findLastIndex((known) => known.at.ms <= change.at.ms) + 1;
  return state.matterChanges.toSpliced(place, 0, change);
};

/** LEVEL-2: what had run out by then is owed and fined by the level before. */
export const evolveLevel = (state: CaseState, event: CaseEventOf<'LevelChanged'>): CaseState => {
  const { level } = event.data.dims;
  const since = epochOf(event.occurredAt);
  return {
    ...withAct(state, 'level', event.occurredAt),
    level,
    levelSince: since,
    matterChanges: changed(state, event.occurredAt, 'level', { level }),
    deadlines: state.deadlines.map((deadline) =>
      deadline.status === 'pending' && deadline.due.ms >= since ? { ...deadline, level } : deadline,
    ),
  };
};

export const evolveCategories = (state: CaseState, event: CaseEventOf<'CaseReclassified'>): CaseState => {
  const { dims } = event.data;
  const since = epochOf(event.occurredAt);
  const corrected = correctable.filter((name) => dims[name] !== state[name]);
  return {
    ...state,
    ...dimensionsOf(dims),
    corrected: { ...state.corrected, ...Object.fromEntries(corrected.map((name) => [name, since])) },
    matterChanges: changed(
      state,
      event.occurredAt,
      'reclassified',
      Object.fromEntries(corrected.map((name) => [name, dims[name]])),
    ),
  };
};
