import type { Say } from '../cli/language.ts';
import type { Service } from '../open/open-distributed.ts';

interface Started {
  readonly url: string;
  readonly data: string;
  /** Shown once, on the first start. */
  readonly key: string | undefined;
}

/** What runs: the distributed set-up has no folder, and one service of it not every route. */
interface Part {
  readonly distributed: boolean;
  readonly service: Service | undefined;
}

const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

const runs = ({ url, data }: Started, { distributed, service }: Part, say: Say): string => {
  if (service !== undefined) return say(`${service} is running on ${url}`, `${service} 已启动：${url}`);
  return distributed
    ? say(`complaint-ledger is running on ${url}`, `complaint-ledger 已启动：${url}`)
    : say(
        `complaint-ledger is running on ${url}   (data in ${data})`,
        `complaint-ledger 已启动：${url}   （数据位于 ${data}）`,
      );
};

const toTry = ({ url, key }: Started, say: Say): readonly string[] => {
  const complaint = JSON.stringify({
    complaintId: 'C-1001',
    channel: 'phone',
    level: 'major',
    category: 'service-quality',
    complainant: { name: say('Li Hua', '李华'), phone: '13800000001' },
    detail: say('The technician was rude', '维修人员态度差'),
  });
  return [
    say('Try this in another terminal:', '在另一个终端试试：'),
    `  export LEDGER_KEY=${key ?? say("'your key'", "'您的密钥'")}`,
    `  curl -s ${url}/v1/complaints -H "Authorization: Bearer $LEDGER_KEY" -H 'Content-Type: application/json' -d ${shellWord(complaint)}`,
    `  curl -s ${url}/v1/cases/C-1001 -H "Authorization: Bearer $LEDGER_KEY"`,
    '',
  ];
};

/** What a person reads who has started a ledger. */
export const greeting = (started: Started, part: Part, say: Say): string => {
  const { url, key } = started;
  return [
    runs(started, part, say),
    '',
    ...(key === undefined
      ? []
      : [
          say('Your admin key. It is shown this once; keep it safe:', '管理员密钥，仅此一次显示，请妥善保存：'),
          `  ${key}`,
          '',
        ]),
    ...(part.service === undefined ? toTry(started, say) : []),
    say(
      `Pages: ${url}/   Interface: ${url}/openapi.json   Stop: Ctrl-C`,
      `首页：${url}/   接口：${url}/openapi.json   停止：Ctrl-C`,
    ),
  ].join('\n');
};
