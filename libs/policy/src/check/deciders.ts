import { parseMoney } from '../money.ts';
import type { Path } from '../yaml/read-yaml.ts';
import type { Checking } from './checking.ts';
import { checkStretch } from './lengths.ts';

/** Transfers, extensions, compensations, outcomes and fines: what may be done, and who decides. */
export const checkDeciders = (checking: Checking): void => {
  const { pack } = checking;
  for (const [index, field] of (pack.transfer.handover ?? []).entries())
    checking.expectOneOf('handover field', field, handoverFields, ['transfer', 'handover', index]);
  checking.expectAll('deadline', 'deadlines', pack.extension?.deadlines, ['extension', 'deadlines']);
  checking.expectAuthorities(pack.extension?.approvers, ['extension', 'approvers']);
  checkStretch(checking, pack.extension?.cap, ['extension', 'cap']);
  for (const [authority, limit] of Object.entries(pack.compensation?.authority ?? {})) {
    const path: Path = ['compensation', 'authority', authority];
    checking.expectAuthority(authority, path);
    if (limit !== 'unlimited' && parseMoney(limit) === undefined)
      checking.report(path, `'${limit}' is too large an amount.`, 'Write an amount like 500 CNY, or unlimited.');
  }
  for (const [id, { decidedBy }] of Object.entries(pack.outcomes ?? {}))
    checking.expectAuthorities(decidedBy, ['outcomes', id, 'decidedBy']);
  checking.expectAuthorities(pack.penalties?.waivers, ['penalties', 'waivers']);
  checkDamage(checking);
};

/** What a handover note can hold (XFER-3). */
const handoverFields = ['need', 'facts', 'promised', 'contact'];

const percent = (text: string | undefined): number => (text === undefined ? 0 : Number.parseFloat(text));

/** Brackets of a loss go upwards, and each sets a share (PEN-2). */
const checkDamage = (checking: Checking): void => {
  const { brackets = [] } = checking.pack.penalties?.damage ?? {};
  let reached = 0;
  for (const [index, { upTo, responsible, manager, delay }] of brackets.entries()) {
    const at: Path = ['penalties', 'damage', 'brackets', index];
    for (const [who, share] of Object.entries({ responsible, manager, delay }))
      if (percent(share) > 100)
        checking.report([...at, who], `'${share}' is more than the whole.`, 'Write a share of at most 100 %.');
    if (percent(responsible) + percent(manager) + percent(delay) === 0)
      checking.report(at, 'Nobody pays anything in this bracket.', 'Give a share: responsible, manager or delay.');
    if (upTo === undefined) {
      if (index < brackets.length - 1)
        checking.report(at, 'This bracket fits any loss, so those after it never speak.', 'Give it an upTo.');
      continue;
    }
    const limit = parseMoney(upTo);
    if (limit === undefined)
      checking.report([...at, 'upTo'], `'${upTo}' is too large an amount.`, 'Write an amount like 1000 CNY.');
    else if (limit <= reached)
      checking.report(
        [...at, 'upTo'],
        `'${upTo}' is not above what the brackets before it reach.`,
        'Let the brackets go upwards.',
      );
    reached = Math.max(reached, limit ?? 0);
  }
};
