import type { Language } from '../cli/language.ts';
import type { Block, Line, Page } from './page.ts';

const escaped: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => escaped[char] ?? char);

const style =
  'body{font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1d2430;background:#fff}' +
  'h1{font-size:1.6rem;margin-bottom:0}h2{font-size:1.15rem;margin:2rem 0 .4rem;break-after:avoid}' +
  'cite{font:12px ui-monospace,monospace;color:#5a6475;white-space:nowrap}table{border-collapse:collapse;width:100%;margin:.6rem 0}' +
  'th,td{text-align:left;vertical-align:top;padding:.25rem .8rem .25rem 0;border-bottom:1px solid #d8dde5}tr{break-inside:avoid}' +
  '@media(prefers-color-scheme:dark){body{color:#e4e8ee;background:#14181f}cite{color:#9aa5b8}th,td{border-color:#333c4a}}' +
  '@media print{body{margin:0;max-width:none;font-size:11pt;color:#000;background:#fff}}';

const cited = (rules: readonly string[] = []): string => rules.map((rule) => ` <cite>${escape(rule)}</cite>`).join('');

const lineHtml = ({ text, rules }: Line): string => `${escape(text)}${cited(rules)}`;

const row = (cells: readonly string[], tag: 'th' | 'td'): string =>
  `<tr>${cells.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join('')}</tr>`;

const blockHtml = (block: Block): string => {
  switch (block.kind) {
    case 'text':
      return `<p>${lineHtml(block.line)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${lineHtml(item)}</li>`).join('\n')}</ul>`;
    case 'table':
      return `<table><thead>${row(block.head, 'th')}</thead><tbody>${block.rows.map((cells) => row(cells, 'td')).join('\n')}</tbody></table>`;
    default:
      return block satisfies never;
  }
};

/** The page as HTML that needs nothing else: to mail, to print, to hang on a wall. */
export const pageHtml = ({ title, lead, sections }: Page, language: Language): string =>
  `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(title)}</title><style>${style}</style></head><body>
<h1>${escape(title)}</h1><p>${escape(lead)}</p>
${sections.map((each) => `<section><h2>${escape(each.title)}${cited(each.rules)}</h2>\n${each.blocks.map(blockHtml).join('\n')}</section>`).join('\n')}
</body></html>`;
