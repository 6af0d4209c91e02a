import { type KeyRing, allows } from '@complaint-ledger/access';
import { LedgerError, type Permission, type Route, type RouteName, routes, said } from '@complaint-ledger/contracts';
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { Caller } from './endpoint.ts';
import { routerPath } from './router-path.ts';

const permissions: ReadonlyMap<string, Permission> = new Map(
  (Object.keys(routes) as RouteName[]).map((name) => {
    const route: Route = routes[name];
    return [`${route.method} ${routerPath(route.path)}`, route.permission];
  }),
);

/** Deny by default: what is served but not in the route table has no permission that could admit anybody. */
const permissionFor = (request: FastifyRequest): Permission => {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const permission = permissions.get(`${method} ${request.routeOptions.url ?? ''}`);
  if (permission === undefined) {
    throw new LedgerError('forbidden', said('This path is not part of the interface.', '此路径不属于接口。'), {
      hint: said('See /openapi.json.', '见 /openapi.json。'),
    });
  }
  return permission;
};

const bearer = (request: FastifyRequest): string => {
  const [scheme, key] = (request.headers.authorization ?? '').split(' ', 2);
  if (scheme?.toLowerCase() !== 'bearer' || key === undefined || key === '') {
    throw new LedgerError('unauthenticated', said('This needs an API key.', '此操作需要 API 密钥。'), {
      hint: said(
        'Send `Authorization: Bearer cl_…`; `ledger keys create` makes a key.',
        '请发送 `Authorization: Bearer cl_…`；密钥用 `ledger keys create` 创建。',
      ),
    });
  }
  return key;
};

const refuseEncodedBody = (request: FastifyRequest): void => {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new LedgerError(
      'unsupported-media-type',
      said(`A body with Content-Encoding ${encoding} is not read.`, `不读取 Content-Encoding 为 ${encoding} 的内容。`),
      {
        hint: said('Send it uncompressed.', '请不压缩直接发送。'),
      },
    );
  }
};

const UTF8 = new Set(['utf-8', 'utf8', 'us-ascii']);

/** JSON is UTF-8 (RFC 8259, 8.1): read as that, text in another encoding would come out wrong, often without any error. */
const refuseOtherCharset = (request: FastifyRequest): void => {
  const charset = /;\s*charset\s*=\s*("?)([^";\s]*)\1/i.exec(request.headers['content-type'] ?? '')?.[2];
  if (charset === undefined || UTF8.has(charset.toLowerCase())) return;
  throw new LedgerError(
    'unsupported-media-type',
    said(`A body with charset=${charset} is not read.`, `不读取 charset=${charset} 的内容。`),
    {
      path: 'content-type',
      hint: said('Send it in UTF-8, with charset=utf-8 or none.', '请用 UTF-8 发送，写 charset=utf-8 或不写。'),
    },
  );
};

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | undefined;
  }
}

/** Who may come in is decided before a byte of the body is read. */
export const admission =
  (keyRing: Pick<KeyRing, 'authenticate'>): onRequestAsyncHookHandler =>
  async (request) => {
    if (request.is404) return;
    const permission = permissionFor(request);
    refuseEncodedBody(request);
    refuseOtherCharset(request);
    if (permission === 'public') return;
    const caller = await keyRing.authenticate(bearer(request));
    if (caller === undefined) {
      throw new LedgerError(
        'unauthenticated',
        said('This API key is unknown or revoked.', '此 API 密钥不存在或已吊销。'),
        {
          hint: said(
            '`ledger keys list` shows the keys there are; `ledger keys create` makes another.',
            '`ledger keys list` 列出现有密钥，`ledger keys create` 新建密钥。',
          ),
        },
      );
    }
    if (!allows(caller.role, permission)) {
      throw new LedgerError(
        'forbidden',
        said(
          `A key of the role ${caller.role} does not have ${permission}.`,
          `角色 ${caller.role} 的密钥没有 ${permission} 权限。`,
        ),
        {
          hint: said(
            'Use a key of a role that has it, or ask an administrator for one.',
            '请使用具有该权限的密钥，或向管理员申请。',
          ),
        },
      );
    }
    request.caller = caller;
  };
