import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId, type NewEvent } from '@complaint-ledger/contracts';

/** Events of a case in a row. */
const EVENTS_PER_CASE = 6;
const SEALED = 'q8Zr0vX1'.repeat(24);
const SUMMARY = '来电反映扣费金额与账单不一致，要求核实并退还多收部分，已登记并转相关部门处理。';

export interface Work {
  readonly stream: string;
  readonly revision: number;
  readonly event: NewEvent;
}

/** `count` events such as routing writes them, with new ids: about 900 bytes each as stored. */
export const makeWork = (count: number): readonly Work[] =>
  Array.from({ length: count }, (_, i): Work => {
    const caseNumber = Math.floor(i / EVENTS_PER_CASE);
    const stream = `case-01940000-0000-7000-8000-${String(caseNumber).padStart(12, '0')}`;
    const event: NewEvent = {
      id: newId(),
      type: `CaseStep${i % EVENTS_PER_CASE}`,
      schemaVersion: 1,
      occurredAt: '2026-11-16T09:30:00.000+08:00',
      actor: { kind: 'person', id: `agent-${i % 97}` },
      source: 'urn:callcentre:main',
      correlationId: `call-${caseNumber}`,
      data: {
        department: `dept-${i % 8}`,
        level: (i % 3) + 1,
        category: 'billing',
        channel: 'phone',
        kind: 'complaint',
        branch: `branch-${i % 12}`,
        filedAt: '2026-11-16T09:12:44.000+08:00',
        round: 1,
        amountFen: i * 7,
        summary: SUMMARY,
      },
      sealed: [{ person: `person-${caseNumber}`, blob: SEALED }],
    };
    return { stream, revision: i % EVENTS_PER_CASE, event };
  });

/** Runs with a new empty folder under `folder`, which is gone afterwards. */
export const inScratchFolder = async <T>(run: (folder: string) => Promise<T>, folder = tmpdir()): Promise<T> => {
  const scratch = mkdtempSync(join(folder, 'ledger-bench-'));
  try {
    return await run(scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};
