import { type KeyRing, allows } from '@complaint-ledger/access';
import { LedgerError, type Permission, type Route, type RouteName, routes } from '@complaint-ledger/contracts';
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
    throw new LedgerError('forbidden', 'This path is not part of the interface.', { hint: 'See /openapi.json.' });
  }
  return permission;
};

const bearer = (request: FastifyRequest): string => {
  const [scheme, key] = (request.headers.authorization ?? '').split(' ', 2);
  if (scheme?.toLowerCase() !== 'bearer' || key === undefined || key === '') {
    throw new LedgerError('unauthenticated', 'This needs an API key.', {
      hint: 'Send `Authorization: Bearer cl_…`; `ledger keys create` makes a key.',
    });
  }
  return key;
};

const refuseEncodedBody = (request: FastifyRequest): void => {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new LedgerError('unsupported-media-type', `A body with Content-Encoding ${encoding} is not read.`, {
      hint: 'Send it uncompressed.',
    });
  }
};

const UTF8 = new Set(['utf-8', 'utf8', 'us-ascii']);

/** JSON is UTF-8 (RFC 8259, 8.1): read as that, text in another encoding would come out wrong, often without any error. */
const refuseOtherCharset = (request: FastifyRequest): void => {
  const charset = /;\s*charset\s*=\s*("?)([^";\s]*)\1/i.exec(request.headers['content-type'] ?? '')?.[2];
  if (charset === undefined || UTF8.has(charset.toLowerCase())) return;
  throw new LedgerError('unsupported-media-type', `A body with charset=${charset} is not read.`, {
    path: 'content-type',
    hint: 'Send it in UTF-8, with charset=utf-8 or none.',
  });
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
      throw new LedgerError('unauthenticated', 'This API key is unknown or revoked.', {
        hint: '`ledger keys list` shows the keys there are; `ledger keys create` makes another.',
      });
    }
    if (!allows(caller.role, permission)) {
      throw new LedgerError('forbidden', `A key of the role ${caller.role} does not have ${permission}.`, {
        hint: 'Use a key of a role that has it, or ask an administrator for one.',
      });
    }
    request.caller = caller;
  };
