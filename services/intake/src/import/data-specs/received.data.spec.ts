import { describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { openIntakePlace } from '../../testing/intake-place.ts';
import { planImport } from '../run/import-plan.ts';
import { runImport } from '../run/run-import.ts';
import { tempFile } from '../testing/temp-file.ts';
import { dataFile, keptMapping } from '../testing/collect.ts';

describe('the ledger takes what the kept mappings make', () => {
  it.each([
    ['01_cfpb_2014/complaints.csv', 'cfpb-complaints.yaml'],
    ['05_boston311_sample/requests.csv', 'boston311.yaml'],
    ['05_boston311_sample/boston311-100.csv', 'boston311.yaml'],
    ['07_bpi13_incidents/events.csv.gz', 'bpi13-incidents.yaml'],
    ['10_wabo_permit_receipt/events.csv', 'wabo-permits.yaml'],
    ['13_cn_gov_messages/附件4.xlsx', 'cn-gov-messages.yaml'],
  ])(
    '%s with %s, once',
    async (path, name) => {
      const input = { file: dataFile(path), mapping: keptMapping(name), rejectsPath: tempFile('rejects.csv', '') };
      const { policy } = await planImport(input);
      const place = await openIntakePlace(openPolicyBook(policy?.file === undefined ? {} : { extra: [policy.file] }));
      const send = (batch: readonly unknown[]) => place.receiver.receive(batch, { caller: 'import' });
      try {
        const first = await runImport({ ...input, send });
        expect(first).toMatchObject({ rejected: 0, parked: 0, duplicates: 0 });
        const last = await place.store.readAll({ after: first.accepted - 1 });
        expect(last.map(({ position }) => position)).toEqual([first.accepted]);
        const second = await runImport({ ...input, send });
        expect(second).toMatchObject({ rejected: 0, parked: 0, accepted: 0, duplicates: first.accepted });
      } finally {
        await place.dispose();
      }
    },
    300_000,
  );
});
