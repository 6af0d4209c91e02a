import type { JsonValue, SealedBlob } from '@complaint-ledger/contracts';
import type { SealedPart } from '../calls/call-entry.ts';

/** What a reader sees of a person: never an exception for an erased one (CONF-1). */
export type Personal =
  | { readonly state: 'clear' | 'masked'; readonly fields: Readonly<Record<string, JsonValue>> }
  | { readonly state: 'erased' }
  /** The reader's role sees nothing of customers. */
  | { readonly state: 'withheld' };

/** Opens one sealed part; the vault's `unseal` fits. */
export type Unseal = (
  eventId: string,
  sealed: SealedBlob,
  view: 'clear' | 'masked',
) => Promise<Exclude<Personal, { state: 'withheld' }>>;

/** Everything sealed about one call or event, opened as far as the view allows. LedgerError `unavailable` when the vault is. */
export const openSealed = async (
  parts: readonly SealedPart[],
  view: 'clear' | 'masked' | 'none',
  unseal: Unseal | undefined,
): Promise<Personal | undefined> => {
  if (parts.length === 0) return undefined;
  if (view === 'none' || unseal === undefined) return { state: 'withheld' };
  const fields = Object.create(null) as Record<string, JsonValue>;
  for (const { eventId, sealed } of parts) {
    const opened = await unseal(eventId, sealed, view);
    if (opened.state === 'erased') return { state: 'erased' };
    if ('fields' in opened) Object.assign(fields, opened.fields);
  }
  return { state: view, fields };
};
