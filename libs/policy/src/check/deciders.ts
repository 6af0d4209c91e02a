import { said } from '@complaint-ledger/contracts';
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
      checking.report(
        path,
        said(`'${limit}' is too large an amount.`, `金额“${limit}”过大。`),
        said('Write an amount like 500 CNY, or unlimited.', '请写金额，如 500 CNY，或写 unlimited。'),
      );
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
        checking.report(
          [...at, who],
          said(`'${share}' is more than the whole.`, `“${share}”超过了全部。`),
          said('Write a share of at most 100 %.', '比例不得超过 100 %。'),
        );
    if (percent(responsible) + percent(manager) + percent(delay) === 0)
      checking.report(
        at,
        said('Nobody pays anything in this bracket.', '此区间无人分担。'),
        said('Give a share: responsible, manager or delay.', '请写比例：responsible、manager 或 delay。'),
      );
    if (upTo === undefined) {
      if (index < brackets.length - 1)
        checking.report(
          at,
          said(
            'This bracket fits any loss, so those after it never speak.',
            '此区间适用于任何损失，其后的区间永远用不上。',
          ),
          said('Give it an upTo.', '请写上 upTo。'),
        );
      continue;
    }
    const limit = parseMoney(upTo);
    if (limit === undefined)
      checking.report(
        [...at, 'upTo'],
        said(`'${upTo}' is too large an amount.`, `金额“${upTo}”过大。`),
        said('Write an amount like 1000 CNY.', '请写金额，如 1000 CNY。'),
      );
    else if (limit <= reached)
      checking.report(
        [...at, 'upTo'],
        said(`'${upTo}' is not above what the brackets before it reach.`, `“${upTo}”没有高过前面的区间。`),
        said('Let the brackets go upwards.', '请让区间由小到大。'),
      );
    reached = Math.max(reached, limit ?? 0);
  }
};
