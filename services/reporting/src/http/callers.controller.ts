import { authoritiesOf, personalView } from '@complaint-ledger/access';
import { reportingShapes } from '@complaint-ledger/contracts';
import { type Caller, CallerParam, Endpoint, checked } from '@complaint-ledger/http';
import { Controller, Query } from '@nestjs/common';
import { listNuisanceCallers } from '../callers/list-nuisance-callers.ts';
import { hiddenMatters } from '../cases/hidden-matters.ts';
import { Reporting } from '../reporting.ts';
import { pageOf, timeOf } from './query-values.ts';

const CALLERS = 100;

/** Who makes nuisance calls, and what was decided about them (CALL-10). */
@Controller()
export class CallersController {
  readonly #reporting: Reporting;

  constructor(reporting: Reporting) {
    this.#reporting = reporting;
  }

  @Endpoint('listNuisanceCallers')
  async nuisance(@Query() query: unknown, @CallerParam() caller: Caller): Promise<unknown> {
    const { from, before, source, state, atLeast, ...asked } = checked(
      reportingShapes.listNuisanceCallers.query,
      query,
      'query',
    );
    await this.#reporting.knows(atLeast);
    const { store, unseal, now } = this.#reporting;
    const [since, until] = [timeOf(from, 'from'), timeOf(before, 'before')];
    const hidden = await hiddenMatters(store, authoritiesOf(caller));
    return listNuisanceCallers(
      store,
      {
        ...(since !== undefined && { from: since }),
        ...(until !== undefined && { before: until }),
        ...(source !== undefined && { source }),
        ...(state !== undefined && { state }),
        now: now(),
        ...pageOf(asked, CALLERS),
      },
      // Whoever may see customers sees enough of them here to tell them apart: blocking goes by the person.
      {
        view: personalView(caller.role) === 'none' ? 'none' : 'masked',
        sees: (call) => !hidden.has(call),
        unseal,
      },
    );
  }
}
