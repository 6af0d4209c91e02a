import type { KeyRing } from '@complaint-ledger/access';
import { said } from '@complaint-ledger/contracts';
import { type Parked, toldReason } from '@complaint-ledger/event-feed';
import type { Quarantine } from '@complaint-ledger/intake';
import { type Verdict, failed, ok, warning } from './finding.ts';
import { counted } from '../cli/counted.ts';

/** API keys in force. */
export const keysVerdict = async (ring: Pick<KeyRing, 'list'>, shared: boolean): Promise<Verdict> => {
  const active = (await ring.list()).filter(({ revokedAt }) => revokedAt === undefined).length;
  if (active > 0) return ok(said(`${active} in force`, `${active} 个有效`), { active });
  if (!shared) return ok(said('none yet; the first start prints one', '尚无密钥，首次启动会打印一个'), { active });
  return warning(
    said('none yet: services listen to nobody else until there is one', '尚无密钥：在此之前服务不对外监听'),
    said(
      'Make one: `ledger keys create admin "first administrator"`.',
      '请创建：`ledger keys create admin "首位管理员"`。',
    ),
    { active },
  );
};

/** Messages that the log did not take. */
export const quarantineVerdict = async (quarantine: Pick<Quarantine, 'counts'>): Promise<Verdict> => {
  const { rejected, parked } = await quarantine.counts();
  const told = said(
    `${counted(rejected, 'message')} rejected, ${counted(parked, 'waits for its matter', 'wait for their matter')}`,
    `${rejected} 条消息被退回，${parked} 条等待其事项`,
  );
  if (rejected === 0) return ok(told, { rejected, parked });
  return warning(
    told,
    said(
      'See them with `ledger quarantine list`; send them again when mended, or discard them.',
      '请用 `ledger quarantine list` 查看；改正后重发，或弃置。',
    ),
    { rejected, parked },
  );
};

/** Buckets that stand before an event which cannot be handled. */
export const parkedVerdicts = (parked: readonly Parked[]): Verdict | readonly Verdict[] => {
  if (parked.length === 0) return ok(said('nothing is parked', '没有搁置的事件'));
  return parked.map(({ consumer, bucket, position, reason, since }) => {
    const where = bucket === undefined ? consumer : `${consumer}/${bucket}`;
    const [en, zh] = [toldReason(reason, 'en'), toldReason(reason, 'zh-CN')];
    return failed(
      said(
        `${where} stands at position ${position} since ${since}: ${en.message}`,
        `${where} 自 ${since} 起停在位置 ${position}：${zh.message}`,
      ),
      said(
        `${en.hint === undefined ? '' : `${en.hint} `}Mend the cause; it is tried again by itself. Nothing is skipped.`,
        `${zh.hint ?? ''}请排除原因，随后会自动重试；不会跳过任何事件。`,
      ),
      { consumer, bucket, position, since, code: reason.code },
    );
  });
};
