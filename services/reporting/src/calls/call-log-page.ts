import { escaped } from '../forms/html-text.ts';
import { type Language, type Vocabulary, noVocabulary } from '../reports/titles.ts';
import { type CallCell, type CallRow, callRow } from './call-row.ts';
import { callWords } from './call-words.ts';
import type { ShownCall, ShownCallLog } from './shown-calls.ts';

export interface CallLogPageOptions {
  readonly language?: Language;
  readonly vocabulary?: Vocabulary;
}

const style = `
@page { size: A4 landscape; margin: 10mm; }
* { box-sizing: border-box; }
body { margin: 8mm; color: #111; background: #fff;
  font: 9pt/1.4 "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "Droid Sans Fallback", sans-serif; }
h1 { margin: 0 0 1mm; font-size: 15pt; }
h2 { margin: 5mm 0 1mm; font-size: 11pt; }
nav { margin: 0 0 2mm; }
nav a { margin-right: 6mm; }
table { width: 100%; border-collapse: collapse; }
thead { display: table-header-group; }
th, td { padding: 0.6mm 1mm; border: 0.2mm solid #555; text-align: left; vertical-align: top; font-weight: normal; overflow-wrap: anywhere; }
th { background: #efefef; }
td.number, td.time { white-space: nowrap; }
td.text { white-space: pre-wrap; min-width: 30mm; }
td.missing { color: #a00; font-style: italic; }
tr { break-inside: avoid; }
@media print { body { margin: 0; } nav { display: none; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;

const COLUMNS = [
  'time',
  'line',
  'kind',
  'outcome',
  'rings',
  'duration',
  'name',
  'gender',
  'phone',
  'branch',
  'brief',
  'handling',
  'agent',
  'remarks',
] as const satisfies readonly (keyof CallRow)[];

const LONG: ReadonlySet<string> = new Set(['brief', 'handling', 'remarks']);

const cell = (name: string, value: string | CallCell): string => {
  const { text, missing } = typeof value === 'string' ? { text: value } : value;
  const names = [name === 'time' ? 'time' : '', LONG.has(name) ? 'text' : '', missing === true ? 'missing' : ''];
  const classes = names.filter((each) => each !== '').join(' ');
  return `<td${classes === '' ? '' : ` class="${classes}"`}>${escaped(text)}</td>`;
};

/** The day before or after, by the calendar: `2026-02-28` and `2026-03-01`. */
const neighbour = (date: string, days: 1 | -1): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Nuisance calls are kept in a queue of their own (CALL-10). */
const isNuisance = ({ kind, outcome, nuisance }: ShownCall): boolean =>
  kind === 'nuisance' || outcome === 'nuisance' || nuisance === true;

/** The work log of a day as one HTML page that needs nothing else, to be read or printed (CALL-2). */
export const callLogPage = (log: ShownCallLog, options: CallLogPageOptions = {}): string => {
  const { language = 'zh-CN', vocabulary = noVocabulary } = options;
  const word = (name: keyof typeof callWords): string => escaped(callWords[name][language]);
  const row = (call: ShownCall): string => {
    const texts = callRow(call, { zone: log.zone, language, vocabulary });
    const numbers = `<td class="number">${call.archiveMonth}<br>${call.archiveQuarter}</td>`;
    return `<tr>${numbers}${COLUMNS.map((name) => cell(name, texts[name])).join('')}</tr>`;
  };
  const table = (calls: readonly ShownCall[]): string => `<table>
<thead><tr><th scope="col">${word('archive')}</th>${COLUMNS.map((name) => `<th scope="col">${word(name)}</th>`).join('')}</tr></thead>
<tbody>
${calls.map(row).join('\n')}
</tbody>
</table>`;
  const nuisance = log.calls.filter((call) => isNuisance(call));
  const others = log.calls.filter((call) => !isNuisance(call));
  const link = (days: 1 | -1, name: 'before' | 'after'): string => {
    const date = neighbour(log.date, days);
    return `<a rel="${days < 0 ? 'prev' : 'next'}" href="${date}?format=html&amp;lang=${language}">${word(name)} ${date}</a>`;
  };
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${word('title')} ${log.date}</title>
<style>${style}</style>
</head>
<body>
<h1>${word('title')} ${log.date}</h1>
<nav>${link(-1, 'before')}${link(1, 'after')}</nav>
<p>${word('total')} ${log.calls.length} · ${escaped(log.zone)}</p>
${log.calls.length === 0 ? `<p>${word('none')}</p>` : ''}
${others.length === 0 ? '' : table(others)}
${nuisance.length === 0 ? '' : `<section id="nuisance">\n<h2>${word('nuisance')}</h2>\n${table(nuisance)}\n</section>`}
</body>
</html>
`;
};
