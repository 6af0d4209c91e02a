import { epochOf } from '@complaint-ledger/policy';
import PDFDocument from 'pdfkit';
import { COLUMNS, type Form, type FormCell, type FormRow } from '../form.ts';
import { formFonts } from './form-fonts.ts';
import { linesOf, printable, runsOf } from './typeset.ts';

/** A4 in points, and what of it is written on. */
const PAGE = { width: 595.28, height: 841.89 } as const;
const MARGIN = { side: 34, top: 30, bottom: 40 } as const;
const WIDTH = PAGE.width - 2 * MARGIN.side;
const BOTTOM = PAGE.height - MARGIN.bottom;

const TITLE = { size: 15, line: 22 } as const;
const TEXT = { size: 8.5, line: 11.5 } as const;
const SMALL = { size: 6.8, line: 9 } as const;
const PADDING = { x: 3, y: 2.2 } as const;
const TALL = 46;

const INK = '#111111';
const RULE = '#444444';
const LABEL = '#f2f2f2';
const HEADING = '#dcdcdc';
const MISSING = '#aa0000';

interface Style {
  readonly size: number;
  readonly colour?: string;
  readonly bold?: boolean;
}

/** A cell with its text in lines. */
interface Box {
  readonly x: number;
  readonly width: number;
  readonly lines: readonly string[];
  readonly fill?: string;
  readonly style: Style;
}

class Sheet {
  readonly #pdf: PDFKit.PDFDocument;
  #y: number = MARGIN.top;

  constructor(pdf: PDFKit.PDFDocument) {
    this.#pdf = pdf;
  }

  page(): void {
    this.#pdf.addPage();
    this.#y = MARGIN.top;
  }

  centred(text: string, { size, line }: typeof TITLE): void {
    for (const each of linesOf(text, WIDTH, size)) {
      const x = MARGIN.side + (WIDTH - this.#width(each, size)) / 2;
      this.#write(each, x, this.#y, { size, bold: true });
      this.#y += line;
    }
  }

  left(text: string): void {
    for (const each of linesOf(text, WIDTH, TEXT.size)) {
      this.#write(each, MARGIN.side, this.#y, { size: TEXT.size });
      this.#y += TEXT.line;
    }
    this.#y += 3;
  }

  /** A row of cells, on the next page when it does not fit; one higher than what is left of an empty page is parted. */
  row(boxes: readonly Box[], least = 0): void {
    const height = (lines: number): number => Math.max(least, lines * TEXT.line + 2 * PADDING.y);
    const most = Math.max(...boxes.map(({ lines }) => lines.length));
    const fits = (lines: number): boolean => this.#y + height(lines) <= BOTTOM;
    if (!fits(most) && MARGIN.top + height(most) <= BOTTOM) this.page();
    if (fits(most)) return this.#draw(boxes, height(most));
    let rest = boxes;
    while (rest.some(({ lines }) => lines.length > 0)) {
      const room = Math.floor((BOTTOM - this.#y - 2 * PADDING.y) / TEXT.line);
      if (room < 1) {
        this.page();
        continue;
      }
      const part = rest.map((box) => ({ ...box, lines: box.lines.slice(0, room) }));
      this.#draw(part, height(Math.max(...part.map(({ lines }) => lines.length))));
      rest = rest.map((box) => ({ ...box, lines: box.lines.slice(room) }));
    }
  }

  /** True when so much more fits on this page. */
  has(height: number): boolean {
    return this.#y + height <= BOTTOM;
  }

  /** What stands below every page: what the form knows of, and the page's number. */
  foot(text: string, page: string): void {
    const lines = linesOf(text, WIDTH - 60, SMALL.size);
    lines.forEach((line, index) => {
      this.#write(line, MARGIN.side, BOTTOM + 8 + index * SMALL.line, { size: SMALL.size, colour: RULE });
    });
    const x = MARGIN.side + WIDTH - this.#width(page, SMALL.size);
    this.#write(page, x, BOTTOM + 8, { size: SMALL.size, colour: RULE });
  }

  #draw(boxes: readonly Box[], height: number): void {
    for (const { x, width, lines, fill, style } of boxes) {
      if (fill !== undefined) this.#pdf.rect(x, this.#y, width, height).fill(fill);
      this.#pdf.lineWidth(0.5).rect(x, this.#y, width, height).stroke(RULE);
      lines.forEach((line, index) => {
        this.#write(line, x + PADDING.x, this.#y + PADDING.y + index * TEXT.line, style);
      });
    }
    this.#y += height;
  }

  #width(line: string, size: number): number {
    this.#pdf.fontSize(size);
    return runsOf(line).reduce((sum, { font, text }) => sum + this.#pdf.font(font).widthOfString(text), 0);
  }

  /** Both fonts on one base line; there is no bold cut, so bold is drawn with an outline. */
  #write(line: string, x: number, y: number, { size, colour = INK, bold = false }: Style): void {
    this.#pdf
      .fontSize(size)
      .fillColor(colour)
      .strokeColor(colour)
      .lineWidth(size / 40);
    let at = x;
    for (const { font, text } of runsOf(line)) {
      this.#pdf
        .font(font)
        .text(text, at, y + size, { lineBreak: false, baseline: 'alphabetic', fill: true, stroke: bold });
      at += this.#pdf.widthOfString(text);
    }
  }
}

const boxesOf = (cells: readonly FormCell[]): readonly Box[] => {
  const unit = WIDTH / COLUMNS;
  let column = 0;
  return cells.map(({ text, span, label, missing }) => {
    const x = MARGIN.side + column * unit;
    column += span;
    const width = span * unit;
    return {
      x,
      width,
      lines: linesOf(text, width - 2 * PADDING.x, TEXT.size),
      ...(label === true && { fill: LABEL }),
      style: { size: TEXT.size, ...(missing === true && { colour: MISSING }) },
    };
  });
};

const headingBox = (text: string): Box => ({
  x: MARGIN.side,
  width: WIDTH,
  lines: linesOf(text, WIDTH - 2 * PADDING.x, TEXT.size),
  fill: HEADING,
  style: { size: TEXT.size, bold: true },
});

const ONE_LINE = TEXT.line + 2 * PADDING.y;

const drawRows = (sheet: Sheet, rows: readonly FormRow[]): void => {
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1];
    // A heading does not stand alone at the foot of a page.
    const follows = next?.row === 'cells' && next.tall === true ? TALL : 2 * ONE_LINE;
    if (row.row === 'heading') {
      if (!sheet.has(ONE_LINE + follows)) sheet.page();
      sheet.row([headingBox(row.text)]);
    } else sheet.row(boxesOf(row.cells), row.tall === true ? TALL : 0);
  }
};

/**
 * The form as a PDF of A4 pages with its fonts in it, cut down to the characters that it has. The same form gives the same bytes.
 */
export const formPdf = async (form: Form): Promise<Uint8Array> => {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: '1.7',
    lang: form.language,
    displayTitle: true,
    font: '',
    info: {
      Title: printable(`${form.title} ${form.subtitle.split('    ')[0] ?? ''}`),
      Creator: 'complaint-ledger',
      Producer: 'complaint-ledger',
      CreationDate: new Date(epochOf(form.asOf)),
      ModDate: new Date(epochOf(form.asOf)),
    },
  });
  const chunks: Uint8Array[] = [];
  const written = new Promise<void>((resolve, reject) => {
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('end', resolve);
    pdf.on('error', reject);
  });
  const { ideographs, supplement } = formFonts();
  // pdfkit takes fonts that are open already; its types do not say so.
  pdf.registerFont('ideographs', ideographs as never).registerFont('supplement', supplement as never);
  const sheet = new Sheet(pdf);
  sheet.page();
  sheet.centred(form.title, TITLE);
  sheet.left(form.subtitle);
  drawRows(sheet, form.rows);
  const { start, count } = pdf.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page);
    sheet.foot(form.footer, `${page + 1} / ${count}`);
  }
  pdf.end();
  await written;
  return Buffer.concat(chunks);
};
