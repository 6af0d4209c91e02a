import { describe, expect, it } from '@jest/globals';
import { gather } from '../testing/gather.ts';
import { makeWorkbook, makeZip, type WorkbookParts } from '../testing/make-workbook.ts';
import { tempFile } from '../testing/temp-file.ts';
import { showsDate } from './date-styles.ts';
import { xlsxRows } from './xlsx-rows.ts';
import { zipEntries, zipEntryBytes } from './zip-archive.ts';

const rowsOf = async (parts: WorkbookParts, sheet?: string) => {
  const { rows } = await xlsxRows(tempFile('book.xlsx', makeWorkbook(parts)), sheet);
  return gather(rows);
};

const styles = `<numFmts><numFmt numFmtId="164" formatCode="yyyy/m/d h:mm"/><numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts>
  <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
  <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="2"/></cellXfs>`;

describe('xlsxRows', () => {
  it('reads every sort of cell as text', async () => {
    const rows = await rowsOf({
      strings: '<si><t>shared</t></si><si><r><t>rich </t></r><r><t>text</t></r><rPh><t>ふり</t></rPh></si>',
      styles,
      sheets: {
        Sheet1: `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>
          <row r="3"><c r="A3"><v>1.01004128563E11</v></c><c r="C3" t="b"><v>1</v></c>
            <c r="D3" t="inlineStr"><is><t>in &amp; line</t></is></c><c r="E3" t="str"><f>A1</f><v>formula_x000D_</v></c>
            <c r="F3" t="e"><v>#N/A</v></c><c r="G3" s="4"><v>12.5</v></c></row>
          <row r="4"><c r="A4"/></row>`,
      },
    });
    expect(rows).toEqual([
      { line: 1, cells: ['shared', 'rich text'] },
      { line: 3, cells: ['101004128563', '', 'true', 'in & line', 'formula\r', '#N/A', '12.5'] },
    ]);
  });

  it('reads a date by the style of its cell, a length of time as a number', async () => {
    const sheets = {
      Sheet1: `<row r="1"><c r="A1" s="2"><v>43563.359259259261</v></c><c r="B1" s="1"><v>43563</v></c>
        <c r="C1" s="3"><v>1.5</v></c><c r="D1" s="2"><v>0.25</v></c><c r="E1"><v>43563.359259259261</v></c></row>`,
    };
    const [row] = await rowsOf({ styles, sheets });
    expect(row?.cells).toEqual(['2019-04-08T08:37:20', '2019-04-08T00:00:00', '1.5', '06:00:00', '43563.359259259261']);
    const [mac] = await rowsOf({ styles, sheets, properties: 'date1904="1"' });
    expect(mac?.cells[1]).toBe('2023-04-09T00:00:00');
  });

  it('takes the sheet that is named, else the first that is not hidden', async () => {
    const cell = (text: string): string => `<row><c t="inlineStr"><is><t>${text}</t></is></c></row>`;
    const parts = {
      sheets: { 隐藏: cell('hidden'), 投诉: cell('complaints'), 答复: cell('answers') },
      hidden: ['隐藏'],
    };
    expect((await rowsOf(parts))[0]?.cells).toEqual(['complaints']);
    expect((await rowsOf(parts, '答复'))[0]?.cells).toEqual(['answers']);
    await expect(rowsOf(parts, '表')).rejects.toMatchObject({
      code: 'invalid-input',
      details: { hint: expect.stringContaining('隐藏, 投诉, 答复') },
    });
  });

  it('refuses what is no workbook, and says what to do', async () => {
    const old = tempFile('old.xlsx', Buffer.from('d0cf11e0a1b11ae100000000', 'hex'));
    await expect(xlsxRows(old, undefined)).rejects.toMatchObject({
      details: { hint: expect.stringContaining('password') },
    });
    const whole = makeWorkbook({ sheets: { Sheet1: '' } });
    await expect(xlsxRows(tempFile('cut.xlsx', whole.subarray(0, 300)), undefined)).rejects.toMatchObject({
      message: expect.stringContaining('cut off'),
    });
    await expect(xlsxRows(tempFile('zip.xlsx', makeZip({ 'a.txt': 'a' })), undefined)).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });

  it('stops at broken XML and at a cell where no sheet has one', async () => {
    await expect(rowsOf({ sheets: { Sheet1: '<row><c></row>' } })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(rowsOf({ sheets: { Sheet1: '<row><c r="ZZZZ1"><v>1</v></c></row>' } })).rejects.toMatchObject({
      message: expect.stringContaining('ZZZZ1'),
    });
  });

  it('does not expand entities of a document type', async () => {
    const bomb =
      '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet><sheetData><row><c t="str"><v>&a;&a;</v></c></row></sheetData></worksheet>';
    const workbook = makeWorkbook({ sheets: { Sheet1: '' } });
    const file = tempFile('entity.xlsx', workbook);
    const names = await zipEntries(file);
    const parts: Record<string, Buffer> = {};
    for (const [name, entry] of names) parts[name] = Buffer.concat(await gather(zipEntryBytes(file, entry)));
    parts['xl/worksheets/sheet0.xml'] = Buffer.from(bomb);
    const { rows } = await xlsxRows(tempFile('bomb.xlsx', makeZip(parts)), undefined);
    await expect(gather(rows)).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('stops when far more comes out than went in', async () => {
    const rows = '<row><c t="str"><v>0</v></c></row>'.repeat(400_000);
    await expect(rowsOf({ sheets: { Sheet1: rows } })).rejects.toMatchObject({ code: 'payload-too-large' });
    const file = tempFile('small.zip', makeZip({ a: 'x'.repeat(5000) }));
    const entry = (await zipEntries(file)).get('a');
    if (!entry) throw new Error('no entry');
    const read = gather(zipEntryBytes(file, entry, undefined, { bytes: 4999, ratio: 1e9 }));
    await expect(read).rejects.toMatchObject({ code: 'payload-too-large' });
  });
});

describe('showsDate', () => {
  it.each(['yyyy-mm-dd', 'm/d/yy h:mm', '[$-804]yyyy"年"m"月"', 'h:mm AM/PM', '[Red]d.m.'])(
    '%s shows a date',
    (code) => {
      expect(showsDate(code)).toBe(true);
    },
  );
  it.each(['General', '0.00', '#,##0 "days"', '[h]:mm:ss', '@', String.raw`0\d`, '[Red]0'])('%s shows none', (code) => {
    expect(showsDate(code)).toBe(false);
  });
});
