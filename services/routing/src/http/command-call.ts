import { allows, authoritiesOf } from '@complaint-ledger/access';
import { type CommandName, LedgerError, commandBodies, said } from '@complaint-ledger/contracts';
import { type Caller, checked, parseJsonBody } from '@complaint-ledger/http';
import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { CommandRequest } from '../commands/case-commands.ts';

interface Request {
  readonly params: { readonly id?: string };
  readonly query: { readonly source?: unknown };
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  readonly caller: Caller;
}

/** The request of one command, read from path, query, headers and body. */
export interface CommandCall {
  readonly caller: Caller;
  /** LedgerError `invalid-input` naming the first field that does not fit. */
  request<N extends CommandName>(name: N): CommandRequest<N>;
  /** The body before it is known which command it is. */
  readonly json: unknown;
}

export const CommandCallParam = createParamDecorator((_: unknown, context: ExecutionContext): CommandCall => {
  const { params, query, headers, body, caller } = context.switchToHttp().getRequest<Request>();
  const mediaType = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const json = parseJsonBody({ bytes: Buffer.isBuffer(body) ? body : Buffer.alloc(0), mediaType });
  const key = headers['idempotency-key'];
  if (query.source !== undefined && typeof query.source !== 'string')
    throw new LedgerError('invalid-input', said('source is given more than once', 'source 给了不止一次。'), {
      path: 'source',
    });
  const { source } = query;
  return {
    caller,
    json,
    request: <N extends CommandName>(name: N) =>
      ({
        name,
        subject: params.id ?? '',
        body: checked(commandBodies[name], json),
        caller: caller.actorId ?? caller.label,
        authorities: authoritiesOf(caller),
        personal: caller.actorId !== undefined && !allows(caller.role, 'cases:approve'),
        ...(key === undefined ? {} : { idempotencyKey: `${caller.keyId} ${key}` }),
        ...(source === undefined ? {} : { source }),
      }) as CommandRequest<N>,
  };
});
