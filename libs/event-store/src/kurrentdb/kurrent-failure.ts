import { MaxAppendSizeExceededError } from '@kurrent/kurrentdb-client';
import { LedgerError, type Sentence, isLedgerError, said } from '@complaint-ledger/contracts';

/** Names of the client's errors after which nothing was read or written, or nobody knows. */
const unreachable: ReadonlySet<string> = new Set([
  'UnavailableError',
  'DeadlineExceededError',
  'CancelledError',
  'NotLeaderError',
  'DiscoveryFailed',
  'TimeoutError',
  'ConnectionError',
]);

/** What stands in an error of gRPC beside the reason. */
const WRAPPING =
  /^\d+ [A-Z_]+: (?:No connection established\. Last error: )?(?:Error: )?|\s*\.? *Resolution note:.*$/gs;

/** Reads go through a native part of the client that tells the sort of an error and no more. */
const reasonOf = ({ message }: Error): Sentence => {
  if (/^\w*Unavailable\w*$/.test(message)) return said('nobody takes the connection', '无法建立连接');
  const reason = message.replaceAll(WRAPPING, '').trim();
  return said(reason, reason);
};

const nameOf = (error: Error): string => ('type' in error ? `${String(error.type)} ${error.name}` : error.name);

/**
 * What the client threw, in the ledger's words. Errors: `storage` (appending: the outcome is unknown, retry with the same ids),
 * `payload-too-large` (nothing was written), `unavailable` (reading: nothing was lost), `config` (the server refuses the user).
 * Where the server is away, `details.engine` says `KurrentDB`.
 */
export const kurrentFailure = (error: unknown, doing: 'append' | 'read'): unknown => {
  if (isLedgerError(error) || !(error instanceof Error)) return error;
  const name = nameOf(error);
  if (/AccessDenied|Unauthenticated|access-denied/i.test(name))
    return new LedgerError(
      'config',
      said(`KurrentDB refuses this user: ${error.message}`, `KurrentDB 拒绝该用户：${error.message}`),
      {
        hint: said(
          'The user must be allowed to read $all and to append to the streams of the ledger.',
          '该用户必须能读 $all，并能向账本的各个流追加。',
        ),
        cause: error,
      },
    );
  if (error instanceof MaxAppendSizeExceededError) return tooLarge(error.maxAppendSize);
  const isAway =
    [...unreachable].some((each) => name.includes(each)) ||
    /unavailable|refused|deadline|discover/i.test(error.message);
  const { en, 'zh-CN': zh } = reasonOf(error);
  const engine = isAway ? { engine: 'KurrentDB' } : {};
  if (doing === 'append')
    return new LedgerError(
      'storage',
      said(`KurrentDB did not confirm the append: ${en}`, `KurrentDB 未确认追加：${zh}`),
      {
        ...engine,
        hint: said(
          'Whether it was written is unknown: repeat it with the same ids.',
          '是否已写入不得而知：请用同样的编号重复。',
        ),
        cause: error,
      },
    );
  return new LedgerError(
    isAway ? 'unavailable' : 'storage',
    said(`KurrentDB does not answer: ${en}`, `KurrentDB 没有应答：${zh}`),
    {
      ...engine,
      hint: said(
        'Check that it runs, that LEDGER_EVENTS has its host, port and tls=true or tls=false, and that this machine reaches it; the same work may be repeated.',
        '请检查它是否在运行、LEDGER_EVENTS 中的主机、端口和 tls=true 或 tls=false 是否正确、本机能否访问它；可重复同样的操作。',
      ),
      cause: error,
    },
  );
};

const tooLarge = (most: number): LedgerError =>
  new LedgerError(
    'payload-too-large',
    said(
      `KurrentDB takes no append of more than ${most} bytes: nothing of it was written.`,
      `KurrentDB 单次追加最多 ${most} 字节：未写入任何内容。`,
    ),
    {
      path: 'data',
      hint: said(
        'Sealed, a message of 1 MiB has a third more. Set MaxAppendSize of every node to 4194304 or more.',
        '1 MiB 的消息加密后会增大三分之一。请把每个节点的 MaxAppendSize 设为 4194304 或更大。',
      ),
    },
  );
