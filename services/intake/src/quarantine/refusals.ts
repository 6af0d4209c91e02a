import { LedgerError } from '@complaint-ledger/contracts';

export const notFound = (quarantineId: string): LedgerError =>
  new LedgerError('not-found', `There is no quarantined message ${quarantineId}`, {
    path: 'id',
    hint: 'GET /v1/quarantine lists the ones there are.',
  });

export const alreadyTaken = (): LedgerError =>
  new LedgerError('conflict', 'The message was taken into the log and cannot be given up', {
    path: 'id',
    hint: 'Correct it by an event, such as complaint.withdrawn.',
  });
