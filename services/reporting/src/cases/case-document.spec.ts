import { describe, expect, it } from '@jest/globals';
import type { CaseEventData } from '@complaint-ledger/contracts';
import { projected, recorded } from '../testing/project.ts';
import { Story, type StoryCase, shanghai } from '../testing/story.ts';
import type { CaseDocument } from './case-document.ts';
import { caseProjection } from './case-projection.ts';
import { findCase } from './find-case.ts';
import { listCases } from './list-cases.ts';
import { penaltyCsv } from './penalty-csv.ts';
import { penaltyLines } from './penalty-lines.ts';
import { penaltySummary } from './penalty-summary.ts';

const zone = 'Asia/Shanghai';
const on = (time: string): string => shanghai(`2026-03-23 ${time}`);

/** The case after what is told of it, and the events of the story. */
const caseOf = async (
  tell: (told: StoryCase) => void,
  opened: Partial<CaseEventData['CaseOpened']> = {},
  dims: Partial<CaseEventData['CaseOpened']['dims']> = {},
): Promise<CaseDocument> => {
  const story = new Story();
  const told = story.open('D1', on('09:00'), { department: 'sales', ...dims }, opened);
  tell(told);
  return findCase(await projected(caseProjection(), recorded(story.events)), { id: 'D1' });
};

describe('a case document', () => {
  it('FIRST-1: names its owner, who stays while a department handles it', async () => {
    const found = await caseOf((told) => told.transfer('finance', on('10:00')), {
      owner: 'agent-7',
      receivingDepartment: 'hotline',
    });
    expect(found).toMatchObject({ owner: 'agent-7', receivingDepartment: 'hotline', department: 'finance' });
  });

  it('FIRST-1: is listed by its owner, and not by another', async () => {
    const story = new Story();
    story.open('D1', on('09:00'), {}, { owner: 'agent-7' });
    story.open('D2', on('09:00'), {}, { owner: 'agent-8' });
    const store = await projected(caseProjection(), recorded(story.events));
    const { cases, total } = await listCases(store, { owner: 'agent-7' });
    expect([total, cases.map(({ externalId }) => externalId)]).toEqual([1, ['D1']]);
  });

  it('FILE-2, CALL-4: keeps the call it came by, the loss, the topics and what nobody told', async () => {
    const told = { call: 'call-9', lossFen: 120_000, topics: ['death'], missing: ['room'], customerGroup: 'g2' };
    expect(await caseOf(() => undefined, told, { class: 'service-quality' })).toMatchObject({
      ...told,
      class: 'service-quality',
    });
    const bare = await caseOf(() => undefined, { missing: [] });
    for (const name of ['call', 'lossFen', 'topics', 'missing', 'customerGroup', 'seenBy', 'task', 'repeatOf'])
      expect(bare).not.toHaveProperty(name);
  });

  it('RES-3, ESC-4: keeps each step with its time, signature and the time it set', async () => {
    const found = await caseOf((told) => {
      told.add('InvestigationRecorded', on('10:00'), { step: 'judged', by: 'handler-1' });
      told.add('InvestigationRecorded', on('11:00'), { step: 'memo', signedBy: 'head-1', until: on('15:00') });
    });
    expect(found.steps).toEqual([
      { at: on('10:00'), step: 'judged', by: 'handler-1' },
      { at: on('11:00'), step: 'memo', signedBy: 'head-1', until: on('15:00') },
    ]);
  });

  it('ESC-1: says to whom it went upward, and when', async () => {
    const found = await caseOf((told) => told.add('CaseEscalated', on('09:10'), { to: 'general-manager', by: 'a' }));
    expect(found.escalations).toEqual([{ to: 'general-manager', at: on('09:10'), by: 'a' }]);
  });

  it('keeps pauses, of which the last may still last', async () => {
    const found = await caseOf((told) => {
      told.add('CasePaused', on('10:00'), { reason: 'waiting-customer' });
      told.add('CaseResumed', on('10:30'), {});
      told.add('CasePaused', on('11:00'), { reason: 'waiting-parts' });
    });
    expect(found.pauses).toEqual([
      { from: on('10:00'), to: on('10:30'), reason: 'waiting-customer' },
      { from: on('11:00'), reason: 'waiting-parts' },
    ]);
  });

  it('CALL-6: keeps promises; a renewed one has its new time', async () => {
    const due = { deadline: 'call-back#1', name: 'call-back' };
    const found = await caseOf((told) => {
      told.add('CallBackPromised', on('10:00'), { until: on('11:00'), person: 'agent-7' });
      told.add('CallBackRenewed', on('10:50'), { ...due, until: on('12:00') });
      told.add('CallBackPromised', on('13:00'), { until: on('14:00') });
    });
    expect(found.promises).toEqual([
      { at: on('10:00'), until: on('12:00'), person: 'agent-7', renewals: 1 },
      { at: on('13:00'), until: on('14:00') },
    ]);
  });

  it('EXT-1: keeps what was asked for and decided, also a grant that became known first', async () => {
    const second = { deadline: 'second-response#1', name: 'second-response' };
    const first = { deadline: 'first-response#1', name: 'first-response' };
    const found = await caseOf((told) => {
      told.add('ExtensionRequested', on('09:10'), { ...first, until: on('12:00'), ground: 'unreached', by: 'h' });
      told.add('ExtensionRefused', on('09:20'), { ...first, by: 'general-manager' });
      told.add('ExtensionGranted', on('09:40'), { ...second });
      told.add('ExtensionRequested', on('09:30'), { ...second, until: on('18:00') });
    });
    expect(found.extensions).toEqual([
      {
        ...first,
        state: 'refused',
        until: on('12:00'),
        ground: 'unreached',
        requestedAt: on('09:10'),
        requestedBy: 'h',
        decidedAt: on('09:20'),
        decidedBy: 'general-manager',
      },
      { ...second, state: 'granted', until: on('18:00'), requestedAt: on('09:30'), decidedAt: on('09:40') },
    ]);
  });

  it('RES-5: keeps each compensation: type, amount and authority', async () => {
    const gift = { compensation: 'gift', amountFen: 5000, authority: 'manager', authorisedBy: 'm1' };
    const found = await caseOf((told) => {
      told.add('CompensationGranted', on('10:00'), gift);
      told.add('CompensationGranted', on('11:00'), { compensation: 'refund', amountFen: 100 });
    });
    expect(found).toMatchObject({
      compensationFen: 5100,
      compensations: [{ ...gift, at: on('10:00') }, { compensation: 'refund' }],
    });
  });

  it('XFER-4: counts broken rules and refusals by rule; what was found kept counts no more', async () => {
    const found = await caseOf((told) => {
      told.transfer('finance', on('10:00'));
      told.transfer('after-sales', on('10:10'));
      const { id } = told.add('RuleViolated', on('11:00'), { rules: ['ESC-1', 'RES-3'], event: 'e', about: 'x' });
      told.add('RuleViolationReversed', on('11:30'), {
        rules: ['ESC-1'],
        violation: id,
        violatedAt: on('11:00'),
        about: 'x',
      });
      told.add('CommandRefused', on('12:00'), { command: 'close', rule: 'RES-7', reason: 'open' });
    });
    expect(found).toMatchObject({ violations: 1, brokenRules: { 'XFER-1': 1, 'RES-3': 1 }, refusals: { 'RES-7': 1 } });
    expect(found.brokenRules).not.toHaveProperty('ESC-1');
  });

  it('FILE-3: is linked to the earlier case and listed among the repeats', async () => {
    const story = new Story();
    const first = story.open('D1', on('09:00'));
    story.open('D2', on('10:00')).add('RepeatLinked', on('10:00'), { of: first.id, number: 2 });
    const store = await projected(caseProjection(), recorded(story.events));
    expect(await listCases(store, { repeats: true })).toMatchObject({
      total: 1,
      cases: [{ externalId: 'D2', repeatOf: first.id, repeat: 2 }],
    });
  });

  it('CALL-7, FUP-4: tasks and key customers are listed apart', async () => {
    const story = new Story();
    story.open('T1', on('09:00'), { task: true });
    story.open('K1', on('10:00'), {}, { keyCustomer: true });
    const store = await projected(caseProjection(), recorded(story.events));
    const ids = async (filter: Parameters<typeof listCases>[1]) =>
      (await listCases(store, filter)).cases.map(({ externalId }) => externalId);
    expect(await ids({ task: true })).toEqual(['T1']);
    expect(await ids({ task: false })).toEqual(['K1']);
    expect(await ids({ keyCustomer: true })).toEqual(['K1']);
  });

  it('FILE-1: reclassified to what everybody may see, it is a secret no more', async () => {
    const secret = { kind: 'whistleblowing', seenBy: ['general-manager'] };
    expect((await caseOf(() => undefined, {}, secret)).seenBy).toEqual(['general-manager']);
    const story = new Story();
    const told = story.open('D1', on('09:00'), { department: 'sales', ...secret });
    const { seenBy: _, ...open } = told.dims;
    told.dims = { ...open, kind: 'complaint' };
    told.add('CaseReclassified', on('10:00'), { was: { ...open, ...secret } } as never);
    const found = await findCase(await projected(caseProjection(), recorded(story.events)), { id: 'D1' });
    expect(found.kind).toBe('complaint');
    expect(found).not.toHaveProperty('seenBy');
  });
});

describe('damage-based penalties', () => {
  const damage = {
    penalty: 'damage-1',
    person: 'e-12',
    share: 'responsible',
    basisPoints: 500,
    of: 'wage',
    lossFen: 300_000,
    amountFen: 40_000,
    rule: 'PEN-2',
  } as const;
  const due = { penalty: 'damage-1', deadline: 'damage', name: 'damage', dueAt: on('15:00') };
  const storeOf = (tell: (told: StoryCase) => void) => {
    const story = new Story();
    const told = story.open('D1', on('09:00'), { department: 'sales' });
    told.add('DamagePenaltyAssessed', on('15:00'), damage);
    told.add('DamagePenaltyAssessed', on('15:00'), { ...damage, penalty: 'damage-2', person: 'm-1', share: 'manager' });
    tell(told);
    return projected(caseProjection(), recorded(story.events));
  };
  const linesOf = async (tell: (told: StoryCase) => void, period = '2026-W13') =>
    penaltyLines(await storeOf(tell), { kind: 'week', period, zone, department: 'sales' });

  it('PEN-2: stand in the penalty lines of the department with person, share and loss', async () => {
    const lines = await linesOf(() => undefined);
    expect(lines).toMatchObject([
      {
        deadline: 'damage',
        person: 'e-12',
        share: 'responsible',
        percent: '5 %',
        of: 'wage',
        lossFen: 300_000,
        CNY: '400.00',
        state: 'assessed',
      },
      { person: 'm-1', share: 'manager' },
    ]);
    expect(penaltyCsv(lines)).toContain(
      'damage,1,2026-03-23T15:00:00+08:00,,400.00,assessed,,,e-12,responsible,5 %,wage',
    );
    expect(await linesOf(() => undefined, '2026-W14')).toEqual([]);
  });

  it('PEN-3: assessed, waived and net', async () => {
    const lines = await linesOf((told) => {
      told.add('PenaltyAppealed', on('16:00'), due);
      told.add('PenaltyWaived', on('17:00'), { ...due, amountFen: 40_000 });
      told.add('PenaltyAppealed', on('17:00'), { ...due, penalty: 'damage-2' });
    });
    expect(lines.map(({ state }) => state)).toEqual(['waived', 'appealed']);
    expect(penaltySummary(lines)).toEqual({
      assessedCNY: '800.00',
      reversedCNY: '0.00',
      waivedCNY: '400.00',
      netCNY: '400.00',
    });
  });
});
