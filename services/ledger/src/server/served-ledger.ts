import type { KeyRing } from '@complaint-ledger/access';
import type { Inbound, Relay } from '@complaint-ledger/event-feed/kafka';
import type { EventStore } from '@complaint-ledger/event-store';
import type { Quarantine, Receiver, Webhooks } from '@complaint-ledger/intake';
import type { PolicyBook } from '@complaint-ledger/policy';
import type { Reporting } from '@complaint-ledger/reporting';
import type { CallerCommands, CaseCommands, Routing } from '@complaint-ledger/routing';
import type { Vault } from '@complaint-ledger/vault';
import type { ClusterState } from '../open/cluster-state.ts';

/** What one process serves: of the services those that it runs. */
export interface ServedLedger {
  readonly store: Pick<EventStore, 'head'>;
  readonly vault: Pick<Vault, 'personOf'>;
  readonly keyRing: KeyRing;
  readonly policies: PolicyBook;
  readonly receiver?: Receiver;
  readonly webhooks?: Webhooks;
  readonly quarantine?: Quarantine;
  readonly routing?: Routing;
  readonly commands?: CaseCommands;
  readonly callers?: CallerCommands;
  readonly reporting?: Reporting;
  readonly relay?: Pick<Relay, 'lag' | 'leads' | 'stalled'>;
  readonly inbound?: Pick<Inbound, 'joined' | 'lag' | 'lags' | 'stalled'>;
  /** Set when other processes work on the same ledger. */
  readonly cluster?: ClusterState;
}
