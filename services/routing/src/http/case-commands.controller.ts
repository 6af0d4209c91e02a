import { allows } from '@complaint-ledger/access';
import { type CommandName, LedgerError, said } from '@complaint-ledger/contracts';
import { Endpoint } from '@complaint-ledger/http';
import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { CommandAnswer } from '../commands/case-commands.ts';
import { type CommandCall, CommandCallParam } from './command-call.ts';
import { RunCaseCommand } from './run-case-command.ts';

/** Commands on cases and penalties: 200 with the recorded events, 409 with the rule id when a rule refuses. */
@Controller()
export class CaseCommandsController {
  readonly #bus: CommandBus;

  constructor(bus: CommandBus) {
    this.#bus = bus;
  }

  #run(name: CommandName, call: CommandCall): Promise<CommandAnswer> {
    return this.#bus.execute(new RunCaseCommand(call.request(name)));
  }

  @Endpoint('assignCase')
  assign(@CommandCallParam() call: CommandCall) {
    return this.#run('assign', call);
  }

  @Endpoint('transferCase')
  transfer(@CommandCallParam() call: CommandCall) {
    return this.#run('transfer', call);
  }

  @Endpoint('contactCustomer')
  contact(@CommandCallParam() call: CommandCall) {
    return this.#run('contact', call);
  }

  @Endpoint('pauseCase')
  pause(@CommandCallParam() call: CommandCall) {
    return this.#run('pause', call);
  }

  @Endpoint('resumeCase')
  resume(@CommandCallParam() call: CommandCall) {
    return this.#run('resume', call);
  }

  @Endpoint('promiseCallBack')
  promise(@CommandCallParam() call: CommandCall) {
    return this.#run('promise', call);
  }

  @Endpoint('assessDamage')
  assessDamage(@CommandCallParam() call: CommandCall) {
    return this.#run('assessDamage', call);
  }

  @Endpoint('escalateCase')
  escalate(@CommandCallParam() call: CommandCall) {
    return this.#run('escalate', call);
  }

  /** A body with `granted` decides on a request, which only an approver may (EXT-1); one without asks. */
  @Endpoint('extendDeadline')
  extend(@CommandCallParam() call: CommandCall) {
    const decides = typeof call.json === 'object' && call.json !== null && 'granted' in call.json;
    if (!decides) return this.#run('requestExtension', call);
    if (!allows(call.caller.role, 'cases:approve'))
      throw new LedgerError(
        'forbidden',
        said('granting or refusing more time needs a manager', '准予或拒绝延期须由经理决定。'),
        {
          rule: 'EXT-1',
          path: 'granted',
        },
      );
    return this.#run('decideExtension', call);
  }

  @Endpoint('investigateCase')
  investigate(@CommandCallParam() call: CommandCall) {
    return this.#run('investigate', call);
  }

  @Endpoint('resolveCase')
  resolve(@CommandCallParam() call: CommandCall) {
    return this.#run('resolve', call);
  }

  @Endpoint('compensateCustomer')
  compensate(@CommandCallParam() call: CommandCall) {
    return this.#run('compensate', call);
  }

  @Endpoint('followUpCase')
  followUp(@CommandCallParam() call: CommandCall) {
    return this.#run('followUp', call);
  }

  @Endpoint('reclassifyCase')
  reclassify(@CommandCallParam() call: CommandCall) {
    return this.#run('reclassify', call);
  }

  @Endpoint('closeCase')
  close(@CommandCallParam() call: CommandCall) {
    return this.#run('close', call);
  }

  @Endpoint('appealPenalty')
  appeal(@CommandCallParam() call: CommandCall) {
    return this.#run('appealPenalty', call);
  }

  @Endpoint('waivePenalty')
  waive(@CommandCallParam() call: CommandCall) {
    return this.#run('waivePenalty', call);
  }
}
