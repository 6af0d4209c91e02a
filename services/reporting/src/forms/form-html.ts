import { COLUMNS, type Form, type FormCell, type FormRow } from './form.ts';
import { escaped } from './html-text.ts';

const style = `
@page { size: A4; margin: 10mm 12mm; }
* { box-sizing: border-box; }
body { margin: 12mm auto; max-width: 186mm; color: #111; background: #fff;
  font: 9.5pt/1.4 "Helvetica Neue", Arial, "Liberation Sans", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "Droid Sans Fallback", sans-serif; }
h1 { margin: 0 0 1.5mm; font-size: 15pt; text-align: center; }
p { margin: 0 0 2mm; }
p.subtitle { white-space: pre-wrap; }
p.footer { margin: 2mm 0 0; color: #444; font-size: 7.5pt; white-space: pre-wrap; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { padding: 0.7mm 1.2mm; border: 0.2mm solid #333; text-align: left; vertical-align: top; font-weight: normal;
  white-space: pre-wrap; overflow-wrap: anywhere; }
th { background: #f2f2f2; }
th.heading { background: #dcdcdc; font-weight: bold; }
td.missing { color: #a00; }
tr.tall td { height: 16mm; }
tr { break-inside: avoid; }
@media print { body { margin: 0; max-width: none; font-size: 8.5pt; line-height: 1.3; } th, td { padding: 0.5mm 1mm; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;

const cell = ({ text, span, label, missing }: FormCell, head: boolean): string => {
  if (label === true) return `<th scope="${head ? 'col' : 'row'}" colspan="${span}">${escaped(text)}</th>`;
  return `<td colspan="${span}"${missing === true ? ' class="missing"' : ''}>${escaped(text)}</td>`;
};

const tableRow = (row: FormRow): string => {
  if (row.row === 'heading')
    return `<tr><th class="heading" colspan="${COLUMNS}" scope="colgroup">${escaped(row.text)}</th></tr>`;
  return `<tr${row.tall === true ? ' class="tall"' : ''}>${row.cells.map((each) => cell(each, row.head === true)).join('')}</tr>`;
};

/** The form as one HTML page that needs nothing else, to be read or printed on A4. */
export const formHtml = ({
  language,
  title,
  subtitle,
  rows,
  footer,
}: Pick<Form, 'language' | 'title' | 'subtitle' | 'rows' | 'footer'>): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p class="subtitle">${escaped(subtitle)}</p>
<table>
<colgroup>${'<col>'.repeat(COLUMNS)}</colgroup>
<tbody>
${rows.map(tableRow).join('\n')}
</tbody>
</table>
<p class="footer">${escaped(footer)}</p>
</body>
</html>
`;
