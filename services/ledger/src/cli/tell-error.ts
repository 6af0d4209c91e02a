import { type ErrorCode, LedgerError, ruleSentence, toldIn } from '@complaint-ledger/contracts';
import { CommanderError } from 'commander';
import { type Say, languageOfSay } from './language.ts';

const kinds: Readonly<Record<ErrorCode, string>> = {
  'invalid-input': '输入有误',
  'unsupported-media-type': '不支持的内容类型',
  'payload-too-large': '内容过大',
  unauthenticated: '需要密钥',
  forbidden: '无权限',
  'not-found': '未找到',
  conflict: '内容冲突',
  rule: '规则不允许',
  'wrong-revision': '数据已变化',
  'stream-exists': '已存在',
  'stream-not-found': '未找到',
  locked: '账本已被占用',
  closed: '账本已关闭',
  storage: '存储失败',
  unavailable: '暂不可用',
  corrupt: '数据损坏',
  calendar: '缺少日历数据',
  config: '配置有误',
};

const usage = (error: CommanderError, say: Say): string => {
  const text = error.message.replace(/^error: /, '').trim();
  const quoted = /'([^']*)'/.exec(text)?.[1] ?? '';
  const meant = /\(Did you mean ([^)]*)\?\)/.exec(text)?.[1]?.replace(/^one of /, '');
  const zhMeant = meant === undefined ? '' : `您是想用 ${meant} 吗？`;
  const en = `${text.replaceAll(/\s*\n\s*/g, ' ')}${/[.?)]$/.test(text) ? '' : '.'}`;
  switch (error.code) {
    case 'commander.unknownCommand':
      return say(en, `没有命令“${quoted}”。${zhMeant}`);
    case 'commander.unknownOption':
      return say(en, `没有选项“${quoted}”。${zhMeant}`);
    case 'commander.missingArgument':
      return say(en, `缺少参数“${quoted}”。`);
    case 'commander.optionMissingArgument':
      return say(en, `选项“${quoted}”缺少值。`);
    case 'commander.invalidArgument': {
      const given = /(?:value|argument) '([^']*)' is invalid/.exec(text)?.[1] ?? '';
      const choices = /Allowed choices are ([^.]*)/.exec(text)?.[1];
      if (choices === undefined) return en;
      return say(`'${given}' is none of ${choices}.`, `“${given}”不可用，可选：${choices}。`);
    }
    case 'commander.excessArguments':
      return say(en, '参数过多。');
    default:
      return en;
  }
};

/** What a command says that was ended by a signal before it was done. */
export const tellStopped = (say: Say): string =>
  say(
    'ledger: stopped. What was taken is on disk; run it again to go on.',
    'ledger：已中止。已记入的内容都已落盘；再次运行即可继续。',
  );

const sentence = (text: string): string =>
  /[.!?。！？]$/.test(text) ? text : `${text}${/\p{Script=Han}$/u.test(text) ? '。' : '.'}`;

/** Any error as one sentence and, where there is one, what to do about it. Never a stack. */
export const tellError = (error: unknown, say: Say): readonly string[] => {
  if (error instanceof CommanderError) {
    return [say('ledger: ', 'ledger：') + usage(error, say), say('See `ledger --help`.', '用法见 `ledger --help`。')];
  }
  if (error instanceof LedgerError) {
    const { rule } = error.details;
    const { message, hint } = toldIn(error, languageOfSay(say));
    const ruleName = rule === undefined ? '' : ` (${rule})`;
    const sentenceOfRule = rule === undefined ? undefined : ruleSentence(rule);
    const first = say(
      `ledger: ${sentence(message)}${ruleName}`,
      `ledger：${kinds[error.code]}：${sentence(message)}${ruleName}`,
    );
    return [
      first,
      ...(sentenceOfRule === undefined ? [] : [say(sentenceOfRule.en, sentenceOfRule['zh-CN'])]),
      ...(hint === undefined ? [] : [hint]),
    ];
  }
  const message = error instanceof Error ? error.message : String(error);
  return [
    say(`ledger: something went wrong that is not your fault: ${sentence(message)}`, `ledger：程序出错：${message}`),
    say('Run it again with LEDGER_LOG=debug to see where.', '请加上 LEDGER_LOG=debug 重新运行以查看出错位置。'),
  ];
};
