import { routes } from '@complaint-ledger/contracts';
import type { Language } from '../cli/language.ts';

const words = {
  en: {
    lead: 'Complaint handling as a ledger: every fact once, every deadline, transfer and penalty explained.',
    documents: 'Documents',
    openapi: 'the HTTP interface (OpenAPI 3.1)',
    asyncapi: 'topics and messages (AsyncAPI 3)',
    schema: 'JSON Schema of one message',
    server: 'This server',
    ready: 'is every part working?',
    metrics: 'figures for Prometheus',
    key: 'Everything under /v1 needs <code>Authorization: Bearer cl_…</code>. The first start printed an admin key; <code>ledger keys create</code> makes more.',
    paths: 'Paths',
    other: '<a href="/?lang=zh-CN" lang="zh-CN" hreflang="zh-CN">中文</a>',
  },
  'zh-CN': {
    lead: '投诉处理账本：每个事实只记一次，每个时限、转办和扣罚都有据可查。',
    documents: '文档',
    openapi: 'HTTP 接口（OpenAPI 3.1）',
    asyncapi: '主题与消息（AsyncAPI 3）',
    schema: '单个消息的 JSON Schema',
    server: '本服务',
    ready: '各部分是否正常',
    metrics: 'Prometheus 指标',
    key: '/v1 下的路径都需要 <code>Authorization: Bearer cl_…</code>。首次启动时已打印管理员密钥；<code>ledger keys create</code> 可再建。',
    paths: '路径',
    other: '<a href="/?lang=en" lang="en" hreflang="en">English</a>',
  },
} as const satisfies Record<Language, Record<string, string>>;

const style =
  'body{font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem;color:#1d2430;background:#fff}' +
  'h1{font-size:1.6rem;margin-bottom:0}h2{font-size:1.1rem;margin-top:2rem}code{background:#eef1f5;padding:.1em .3em;border-radius:3px}' +
  'table{border-collapse:collapse;width:100%}td{padding:.2rem .6rem .2rem 0;vertical-align:top}a{color:#0b57a4}' +
  '@media(prefers-color-scheme:dark){body{color:#e4e8ee;background:#14181f}code{background:#242b36}a{color:#7db7f0}}';

/** Where a person who opened the address in a browser can go from here. */
export const homePage = (language: Language, version: string): string => {
  const w = words[language];
  const rows = Object.values(routes)
    .filter(({ path }) => path.startsWith('/v1/'))
    .map(
      ({ method, path, summary }) =>
        `<tr><td><code>${method}</code></td><td><code>${path}</code></td><td>${summary}</td></tr>`,
    )
    .join('');
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>complaint-ledger</title><style>${style}</style></head><body>
<h1>complaint-ledger ${version}</h1><p>${w.lead} · ${w.other}</p>
<h2>${w.documents}</h2><ul>
<li><a href="/openapi.json">/openapi.json</a> — ${w.openapi}</li>
<li><a href="/asyncapi.json">/asyncapi.json</a> — ${w.asyncapi}</li>
<li><a href="/schemas/complaint.filed.v1">/schemas/complaint.filed.v1</a> — ${w.schema}</li></ul>
<h2>${w.server}</h2><ul>
<li><a href="/health/ready">/health/ready</a> — ${w.ready}</li>
<li><a href="/metrics">/metrics</a> — ${w.metrics}</li></ul>
<h2>${w.paths}</h2><p>${w.key}</p><table>${rows}</table>
</body></html>
`;
};
