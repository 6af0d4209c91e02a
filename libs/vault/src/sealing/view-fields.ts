import type { SealedBlob } from '@complaint-ledger/contracts';
import type { Unsealed, View } from '../vault.ts';
import { maskFields } from './masking.ts';
import { openFields, type PersonKeys } from './person-keys.ts';

/** What a reader with this view gets of a blob; LedgerError `corrupt`. */
export const viewFields = (keys: PersonKeys, eventId: string, { person, blob }: SealedBlob, view: View): Unsealed => {
  const fields = openFields(keys, person, eventId, blob);
  switch (view) {
    case 'clear':
      return { state: 'clear', fields };
    case 'masked':
      return { state: 'masked', fields: maskFields(fields) };
  }
};
