import type { CaseEventOf } from '../cases/any-case-event.ts';
import { type CaseState, moment } from '../cases/case-state.ts';
import { without } from '../deadlines/evolve-deadline.ts';

const requested = (state: CaseState, event: CaseEventOf<'ExtensionRequested'>): CaseState => {
  const { deadline, until, ground } = event.data;
  const request = { at: moment(event.occurredAt), until, ...(ground === undefined ? {} : { ground }) };
  return { ...state, requests: { ...state.requests, [deadline]: request } };
};

/** The case after more time was asked for, granted or refused. */
export const evolveExtension = (
  state: CaseState,
  event: CaseEventOf<'ExtensionRequested' | 'ExtensionGranted' | 'ExtensionRefused'>,
): CaseState => {
  switch (event.type) {
    case 'ExtensionRequested':
      return requested(state, event);
    case 'ExtensionGranted': {
      const { deadline, until } = event.data;
      if (until === undefined) return { ...state, grants: { ...state.grants, [deadline]: event.id } };
      return { ...state, requests: without(state.requests, deadline) };
    }
    case 'ExtensionRefused':
      return { ...state, requests: without(state.requests, event.data.deadline) };
    default:
      return event satisfies never;
  }
};
