import type { FactData, FactType } from '@complaint-ledger/contracts';
import type { Policy } from '@complaint-ledger/policy';
import type { Act } from './acts.ts';

const classes = ['kind', 'category', 'channel', 'product', 'branch'] as const;

/** A fact by what it says. */
export interface Told<T extends FactType = FactType> {
  readonly type: T;
  readonly data: Omit<FactData[T], 'externalId' | 'policy'>;
}

const told = <T extends FactType>(type: T, data: Told<T>['data']): Told<T> => ({ type, data });

/** What a source would have reported of an act; undefined for what only the ledger is asked for. */
export const asReported = (act: Act, policy: Policy): Told | undefined => {
  switch (act.type) {
    case 'CaseAssigned': {
      const { holder, to = holder, by } = act.data;
      return told('AssignmentReported', { ...to, ...(by === undefined ? {} : { by }) });
    }
    case 'CaseTransferred': {
      const { holder, to = holder, by } = act.data;
      const handover = policy.pack.transfer.handover ?? [];
      return told('TransferReported', { to, handover, ...(by === undefined ? {} : { by }) });
    }
    case 'CustomerContacted':
      return told('ContactReported', act.data);
    case 'CasePaused':
      return told('PauseReported', act.data);
    case 'CaseResumed':
      return told('ResumptionReported', act.data);
    case 'CallBackPromised':
    case 'CallBackRenewed': {
      const { until, person, by } = act.data;
      return told('CallBackPromiseReported', {
        until,
        ...(person === undefined ? {} : { person }),
        ...(by === undefined ? {} : { by }),
      });
    }
    case 'InvestigationRecorded':
      return told('InvestigationReported', act.data);
    case 'CompensationGranted':
      return told('CompensationReported', act.data);
    case 'CaseEscalated':
      return told('EscalationReported', act.data);
    case 'LevelChanged':
      return told('LevelChangeReported', {
        level: act.data.dims.level,
        ...(act.data.by === undefined ? {} : { by: act.data.by }),
      });
    case 'CaseReclassified': {
      const { dims, was, by } = act.data;
      const changed = classes.flatMap((name) => (dims[name] === was[name] ? [] : [[name, dims[name]]]));
      return told('ComplaintAmended', { ...Object.fromEntries(changed), ...(by === undefined ? {} : { by }) });
    }
    case 'ExtensionRequested':
      return told('ExtensionRequestReported', act.data);
    case 'ExtensionGranted':
      return told('ExtensionDecisionReported', { ...act.data, granted: true });
    case 'ExtensionRefused':
      return told('ExtensionDecisionReported', { ...act.data, granted: false });
    case 'CaseResolved':
      return told('ResolutionReported', act.data);
    case 'CustomerFollowedUp': {
      const { reached, satisfied, rating, answers, by } = act.data;
      return told('FollowUpReported', {
        reached,
        ...(satisfied === undefined ? {} : { satisfied }),
        ...(rating === undefined ? {} : { rating }),
        ...(answers === undefined ? {} : { answers }),
        ...(by === undefined ? {} : { by }),
      });
    }
    case 'CaseClosed':
      return told('ClosureReported', act.data);
    case 'TransferRefused':
    case 'CommandRefused':
    case 'DamagePenaltyAssessed':
    case 'PenaltyAppealed':
    case 'PenaltyWaived':
      return undefined;
    default: {
      const unknown: never = act;
      throw new TypeError(`unknown act ${JSON.stringify(unknown)}`);
    }
  }
};
