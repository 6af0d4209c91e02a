import { crc32, deflateRawSync } from 'node:zlib';

/** A zip file of the given parts. */
export const makeZip = (parts: Readonly<Record<string, string | Uint8Array>>): Buffer => {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const nameBytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, nameBytes, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), common, place, nameBytes]));
    locals.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, entries, Buffer.from('PK\u0005\u0006'), end]);
};

export interface WorkbookParts {
  /** `<row>` elements of each sheet, by its name. */
  readonly sheets: Readonly<Record<string, string>>;
  /** `<si>` elements. */
  readonly strings?: string;
  /** Contents of the style sheet. */
  readonly styles?: string;
  /** Attributes of `<workbookPr>`. */
  readonly properties?: string;
  /** Names of hidden sheets. */
  readonly hidden?: readonly string[];
}

const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** An XLSX workbook of hand-written parts. */
export const makeWorkbook = ({ sheets, strings, styles, properties = '', hidden = [] }: WorkbookParts): Buffer => {
  const names = Object.keys(sheets);
  const relation = (id: string, kind: string, target: string): string =>
    `<Relationship Id="${id}" Type="${types}/${kind}" Target="${target}"/>`;
  const relations = names.map((_, at) => relation(`s${String(at)}`, 'worksheet', `worksheets/sheet${String(at)}.xml`));
  if (strings !== undefined) relations.push(relation('t', 'sharedStrings', 'sharedStrings.xml'));
  if (styles !== undefined) relations.push(relation('f', 'styles', '/xl/styles.xml'));
  const list = names.map((name, at) => {
    const state = hidden.includes(name) ? ' state="hidden"' : '';
    return `<sheet name="${name}" sheetId="${String(at + 1)}"${state} r:id="s${String(at)}"/>`;
  });
  return makeZip({
    '_rels/.rels': `<Relationships>${relation('r', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook><workbookPr ${properties}/><sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${relations.join('')}</Relationships>`,
    ...(strings === undefined ? {} : { 'xl/sharedStrings.xml': `<sst>${strings}</sst>` }),
    ...(styles === undefined ? {} : { 'xl/styles.xml': `<styleSheet>${styles}</styleSheet>` }),
    ...Object.fromEntries(
      names.map((name, at) => [
        `xl/worksheets/sheet${String(at)}.xml`,
        `<worksheet><sheetData>${sheets[name] ?? ''}</sheetData></worksheet>`,
      ]),
    ),
  });
};
