import { isIPv4 } from 'node:net';
import { LedgerError, said } from '@complaint-ledger/contracts';
import type { KeyRing } from './key-ring.ts';

/** Only this machine reaches it: `localhost`, 127.0.0.0/8 (RFC 1122, 3.2.1.3), ::1, also written ::ffff:127.0.0.1. */
export const isLoopback = (host: string): boolean => {
  const bare = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  if (bare === 'localhost' || bare === '::1' || bare === '0:0:0:0:0:0:0:1') return true;
  const v4 = bare.replace(/^::ffff:/, '');
  return isIPv4(v4) && v4.startsWith('127.');
};

/** Throws `config` when others could reach the ledger while nobody has a key. */
export const checkBind = async (host: string, keyRing: Pick<KeyRing, 'hasKeys'>): Promise<void> => {
  if (isLoopback(host) || (await keyRing.hasKeys())) return;
  throw new LedgerError(
    'config',
    said(
      `Refusing to listen on ${host === '' ? 'all addresses' : host}: there is no key.`,
      `拒绝监听${host === '' ? '所有地址' : ` ${host}`}：尚无密钥。`,
    ),
    {
      path: 'host',
      hint: said(
        'Listen on 127.0.0.1, or make a key first: ledger keys create admin "first administrator"',
        '请监听 127.0.0.1，或先创建密钥：ledger keys create admin "首位管理员"',
      ),
    },
  );
};
