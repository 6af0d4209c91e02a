import { describe, expect, it } from '@jest/globals';
import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import { openUnseal, printedCase, printedWords } from '../testing/printed-case.ts';
import { servedReporting } from '../testing/served-reporting.ts';

const PURPOSE = 'purpose=print%20for%20the%20file';

const served = async (options: Parameters<typeof printedCase>[0] = {}) => {
  const { story, facts, told } = printedCase(options);
  const http = await servedReporting(story.events, facts, { words: printedWords, unseal: openUnseal });
  const form = (query: string, kind = 'handling-form', who = 'manager') =>
    http.get(`/v1/cases/F1/forms/${kind}?${PURPOSE}${query === '' ? '' : '&'}${query}`, who);
  const pdf = async (query = '', kind = 'handling-form', who = 'manager') => {
    const { rawPayload } = await form(`format=pdf&${query}`, kind, who);
    const proxy = await getDocumentProxy(new Uint8Array(rawPayload));
    const { text, totalPages } = await extractText(proxy, { mergePages: true });
    return { bytes: rawPayload, text, totalPages, proxy };
  };
  return Object.assign(http, { form, pdf, told });
};

describe('the handling form (REP-4)', () => {
  it('REP-4: prints times, names and words of each step on one page, in Chinese', async () => {
    await using http = await served();
    const { text, totalPages } = await http.pdf('lang=zh-CN');
    expect(totalPages).toBe(1);
    for (const told of [
      '客户投诉、意见、建议、查询处理单',
      '编号：F1',
      '2026-03-23 09:00',
      '首问责任人 agent-7',
      '售后服务部 / handler-1',
      '王䶮',
      '13800000001',
      '沪A·12345',
      '更换刹车片后仍有异响',
      '退还工时费并书面致歉。',
      '通话录音 2 段',
      '查明原因',
      '刹车片批次不符',
      '签字：李建国',
      '退款 380.00 元；批准：总经理 赵总',
      '属实',
      '超时',
      '50.00 元',
      '满意；评分：5',
      '客户认可',
      '部门负责人签字',
      '1 / 1',
    ])
      expect(text).toContain(told);
  });

  it('REP-4: prints the same in English', async () => {
    await using http = await served();
    const { text, totalPages } = await http.pdf('lang=en');
    expect(totalPages).toBe(1);
    for (const told of [
      'handling form',
      'Find the cause',
      'After-sales service / handler-1',
      'CNY 50.00',
      'Signed: head',
    ])
      expect(text).toContain(told);
    for (const word of ['客户投诉', '查明原因', '签字']) expect(text).not.toContain(word);
  });

  it('CALL-4, FILE-2: prints what nobody told as missing, in both languages, and only that', async () => {
    await using http = await served();
    const { text: zh } = await http.pdf('lang=zh-CN');
    expect(zh).toMatch(/性别\s+缺/);
    expect(zh).toMatch(/行驶里程\s+缺/);
    expect(zh.match(/缺/g)).toHaveLength(2);
    const { text: en } = await http.pdf('lang=en');
    expect(en).toMatch(/Gender\s+missing/);
    expect(en).toMatch(/Number plate\s+沪A·12345/);
  });

  it('REP-4: the same case gives the same bytes, small, with its fonts in it', async () => {
    await using http = await served();
    const first = await http.pdf('lang=zh-CN');
    const again = await http.pdf('lang=zh-CN');
    expect(Buffer.compare(first.bytes, again.bytes)).toBe(0);
    expect(first.bytes.length).toBeLessThan(60_000);
    const { info } = await getMeta(first.proxy);
    expect(info).toMatchObject({ Title: expect.stringContaining('F1'), CreationDate: 'D:20260325020500Z' });
    const other = await served({ detail: '别的内容' });
    expect(Buffer.compare(first.bytes, (await other.pdf('lang=zh-CN')).bytes)).not.toBe(0);
    await other[Symbol.asyncDispose]();
  });

  it('REP-4: prints rare characters of names; one that no font has by its code point', async () => {
    await using http = await served({ name: '王䶮𬭊𠅤😀' });
    expect((await http.pdf()).text).toContain('王䶮𬭊𠅤[U+1F600]');
  });

  it('REP-4: a long text flows on to further pages, with their numbers, and nothing is lost', async () => {
    const sentences = Array.from({ length: 900 }, (_, index) => `第${index}句：刹车片仍有异响。`);
    await using http = await served({ detail: sentences.join('') });
    const { text, totalPages } = await http.pdf('lang=zh-CN');
    expect(totalPages).toBeGreaterThan(2);
    expect(text).toContain(`${totalPages} / ${totalPages}`);
    const whole = text.replaceAll(/\s/g, '');
    for (const number of [0, 450, 899]) expect(whole).toContain(`第${number}句：刹车片仍有异响。`);
    expect(text).toContain('部门负责人签字');
  });

  it('REP-4: what was written cannot break the page', async () => {
    await using http = await served({ detail: '<script>alert("1")</script> & \'x\'\u0007' });
    const { body, headers } = await http.form('lang=en');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(body).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;');
    expect(body).not.toContain('<script');
    expect(body).toContain('<html lang="en">');
    expect(body).toContain('@page { size: A4;');
    expect((await http.pdf()).text).toContain('<script>alert("1")</script>');
  });

  it('CONF-1: shows the customer no further than the reader’s role', async () => {
    await using http = await served();
    const { text } = await http.pdf('', 'handling-form', 'auditor');
    expect(text).toContain('王＊＊');
    for (const secret of ['13800000001', '王䶮', '世纪大道']) expect(text).not.toContain(secret);
    expect((await http.form('', 'handling-form', 'analyst')).statusCode).toBe(403);
  });

  it('CONF-1: an erased customer leaves the steps and no name', async () => {
    await using http = await served({ person: 'erased' });
    const { text } = await http.pdf('lang=zh-CN');
    expect(text).toMatch(/姓名\s+〔已清除〕/);
    expect(text).toMatch(/性别\s+缺/);
    expect(text).toContain('签字：李建国');
    expect(text).not.toContain('王䶮');
  });

  it('FILE-1: is not there for whom the case is not', async () => {
    await using http = await served({ seenBy: ['general-manager'] });
    expect((await http.form('')).statusCode).toBe(404);
    expect((await http.form('', 'handling-form', 'general-manager')).statusCode).toBe(200);
  });

  it.each([
    ['/v1/cases/F1/forms/memo', 404, 'form'],
    ['/v1/cases/F9/forms/work-order', 404, 'id'],
    ['/v1/cases/F1/forms/work-order?format=docx', 422, 'format'],
    ['/v1/cases/F1/forms/work-order?lang=fr', 422, 'lang'],
  ])('REP-4: %s is answered %i', async (url, status, path) => {
    await using http = await served();
    const answer = await http.get(url);
    expect([answer.statusCode, answer.json<{ path: string }>().path]).toEqual([status, path]);
  });
});

describe('the work order (REP-4)', () => {
  it('REP-4: says who orders what of whom, by when, and what was done', async () => {
    await using http = await served();
    const { text, totalPages } = await http.pdf('lang=zh-CN', 'work-order');
    expect(totalPages).toBe(1);
    expect(text).toContain('协调工作单');
    expect(text).toMatch(/派单人\s+agent-7\s+派单时间\s+2026-03-23 09:05/);
    expect(text).toMatch(/承办部门\s+售后服务部/);
    expect(text).toContain('查明原因');
    expect(text).not.toContain('回访 agent-7');
    expect((await http.pdf('lang=en', 'work-order')).text).toContain('Coordination work order');
  });

  it('XFER-3: prints what was handed over', async () => {
    const { story, facts, told } = printedCase();
    told.transfer('hotline', '2026-03-25T11:00:00+08:00');
    const last = story.events.findLast(({ type }) => type === 'CaseTransferred') as { sealed?: unknown };
    const handover = { handover: { need: '更换轮胎', facts: '已核实', promised: '当日答复' } };
    last.sealed = [{ person: 'p-1', blob: Buffer.from(JSON.stringify(handover)).toString('base64url') }];
    await using http = await servedReporting(story.events, facts, { words: printedWords, unseal: openUnseal });
    const { body } = await http.get(`/v1/cases/F1/forms/work-order?lang=zh-CN&${PURPOSE}`);
    expect(body).toContain('更换轮胎');
    expect(body).toMatch(/联系人<\/th><td colspan="21" class="missing">缺/);
  });
});
