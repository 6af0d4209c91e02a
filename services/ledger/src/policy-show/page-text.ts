import { tableOf } from '../cli/table.ts';
import type { Block, Line, Page } from './page.ts';

const cited = (rules: readonly string[] = []): string => (rules.length === 0 ? '' : ` [${rules.join(', ')}]`);

const lineText = ({ text, rules }: Line): string => `${text}${cited(rules)}`;

const blockText = (block: Block): string => {
  switch (block.kind) {
    case 'text':
      return lineText(block.line);
    case 'list':
      return block.items.map((item) => `- ${lineText(item)}`).join('\n');
    case 'table':
      return tableOf(block.head, block.rows);
    default:
      return block satisfies never;
  }
};

/** The page for a terminal. */
export const pageText = ({ title, lead, sections }: Page): string =>
  [
    title,
    lead,
    ...sections.map(({ title: heading, rules, blocks }) =>
      [`\n${heading}${cited(rules)}`, ...blocks.map(blockText)].join('\n'),
    ),
  ].join('\n');
