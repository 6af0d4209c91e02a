import { describe, expect, it } from '@jest/globals';
import { openUnseal, printedCase, printedWords } from '../testing/printed-case.ts';
import { servedReporting } from '../testing/served-reporting.ts';
import { shanghai } from '../testing/story.ts';

const PURPOSE = 'purpose=quarterly%20visit';

/** `p-1` is a key customer with a closed case and an open one; `K9` of `p-2` is of an ordinary customer. */
const served = async ({ seenBy }: { readonly seenBy?: string[] } = {}) => {
  const { story, facts, told } = printedCase(seenBy === undefined ? {} : { seenBy });
  const at = shanghai('2026-03-27 09:00');
  const second = story.open('F2', at, { department: 'after-sales' }, { customer: 'p-1', customerGroup: 'fleet' });
  second.start('first-response', at, shanghai('2026-03-27 09:10'));
  second.miss('first-response', 2000);
  second.add('CompensationGranted', shanghai('2026-03-27 10:00'), { compensation: 'gift', amountFen: 1000 });
  story.open('K9', at, {}, { customer: 'p-2' });
  const http = await servedReporting(story.events, facts, { unseal: openUnseal, words: printedWords });
  return Object.assign(http, { caseId: told.id });
};

interface Answer {
  readonly total: number;
  readonly customers: readonly { readonly cases: readonly { readonly externalId: string }[] }[];
}

describe('GET /v1/key-customers (FUP-4)', () => {
  it('FUP-4: follows each key customer over all their cases, and nobody else', async () => {
    await using http = await served();
    const answer = await http.get(`/v1/key-customers?${PURPOSE}`, 'agent');
    expect(answer.json()).toMatchObject({
      total: 1,
      customers: [
        {
          person: 'p-1',
          group: 'fleet',
          open: 1,
          overdue: 1,
          compensationFen: 39_000,
          lastAnswer: { satisfied: true, rating: 5, at: shanghai('2026-03-25 10:00') },
          cases: [
            { externalId: 'F2', status: 'open', overdue: 1 },
            { externalId: 'F1', status: 'closed', compensationFen: 38_000 },
          ],
        },
      ],
    });
  });

  it('CONF-1: shows who they are by role and for a purpose, on record; never what they wrote', async () => {
    const { story, facts, told } = printedCase();
    await using http = await servedReporting(story.events, facts, { unseal: openUnseal });
    const masked = await http.get('/v1/key-customers', 'agent');
    expect(masked.json()).toMatchObject({
      hint: expect.any(String),
      customers: [{ personal: { state: 'masked', fields: { name: '王＊＊' } } }],
    });
    const clear = await http.get(`/v1/key-customers?${PURPOSE}`, 'agent');
    expect(clear.json()).toMatchObject({
      customers: [{ personal: { fields: { name: '王䶮', phone: '13800000001' } } }],
    });
    expect(clear.body).not.toContain('异响');
    expect(await http.log.readStream('person-p-1')).toMatchObject([
      { data: { what: 'key-customers', purpose: 'quarterly visit', cases: [told.id] } },
    ]);
    expect((await http.get('/v1/key-customers', 'analyst')).statusCode).toBe(403);
  });

  it('FILE-1: leaves out the matters that the reader may not see', async () => {
    await using http = await served({ seenBy: ['general-manager'] });
    const of = async (who: string) => {
      const { total, customers } = (await http.get('/v1/key-customers', who)).json<Answer>();
      return [total, customers.map(({ cases }) => cases.map(({ externalId }) => externalId))];
    };
    expect(await of('general-manager')).toEqual([1, [['F2', 'F1']]]);
    expect(await of('manager')).toEqual([0, []]);
  });

  it('FUP-4: is a page in either language and a table for a spreadsheet', async () => {
    await using http = await served();
    const page = async (lang: string) => (await http.get(`/v1/key-customers?format=html&lang=${lang}`)).body;
    expect(await page('zh-CN')).toContain('重点客户档案');
    expect(await page('zh-CN')).toContain('售后服务部');
    expect(await page('en')).toContain('last answer: satisfied 5');
    const table = (await http.get('/v1/key-customers?format=csv')).body.split('\r\n');
    expect(table[0]).toMatch(/^person,name,phone,group,open/);
    expect(table[2]).toMatch(/^p-1,,,fleet,1,1,390.00,F1,/);
    expect(table).toHaveLength(4);
  });

  it('FUP-4: comes by pages', async () => {
    await using http = await served();
    expect((await http.get('/v1/key-customers?offset=1')).json()).toMatchObject({ total: 1, customers: [] });
    expect((await http.get('/v1/key-customers?limit=1001')).statusCode).toBe(422);
  });
});
