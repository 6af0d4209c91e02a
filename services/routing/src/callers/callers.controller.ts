import { authoritiesOf } from '@complaint-ledger/access';
import { LedgerError, type CallerCommandName, callerCommandBodies, said } from '@complaint-ledger/contracts';
import {
  type Caller,
  CallerParam,
  Endpoint,
  Raw,
  type RawRequest,
  checked,
  parseJsonBody,
} from '@complaint-ledger/http';
import { Controller, Param, Query } from '@nestjs/common';
import { type CallerAnswer, CallerCommands, type CallerRequest } from './caller-commands.ts';

/** Decisions about callers: 200 with the recorded events, 409 with CALL-10 when the rule refuses. */
@Controller()
export class CallersController {
  readonly #commands: CallerCommands;

  constructor(commands: CallerCommands) {
    this.#commands = commands;
  }

  #run(
    name: CallerCommandName,
    request: RawRequest,
    caller: Caller,
    more: Pick<CallerRequest, 'call' | 'source'> = {},
  ): Promise<CallerAnswer> {
    const key = request.headers['idempotency-key'];
    return this.#commands.execute({
      name,
      body: checked(callerCommandBodies[name], parseJsonBody(request)),
      caller: caller.actorId ?? caller.label,
      authorities: authoritiesOf(caller),
      ...(typeof key === 'string' ? { idempotencyKey: `${caller.keyId} ${key}` } : {}),
      ...more,
    });
  }

  @Endpoint('blockCaller')
  block(@Raw() request: RawRequest, @CallerParam() caller: Caller) {
    return this.#run('block', request, caller);
  }

  @Endpoint('unblockCaller')
  unblock(@Raw() request: RawRequest, @CallerParam() caller: Caller) {
    return this.#run('unblock', request, caller);
  }

  @Endpoint('markNuisanceCall')
  mark(
    @Param('id') call: string,
    @Query('source') source: unknown,
    @Raw() request: RawRequest,
    @CallerParam() caller: Caller,
  ) {
    if (source !== undefined && typeof source !== 'string')
      throw new LedgerError('invalid-input', said('source is given more than once.', 'source 出现了多次。'), {
        path: 'source',
      });
    return this.#run('mark', request, caller, { call, ...(source === undefined ? {} : { source }) });
  }
}
