import { authoritiesOf } from '@complaint-ledger/access';
import { reportingShapes } from '@complaint-ledger/contracts';
import { type Caller, CallerParam, Endpoint, checked } from '@complaint-ledger/http';
import { Controller, Headers, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { caseHistory } from '../cases/case-history.ts';
import { hiddenMatters } from '../cases/hidden-matters.ts';
import { listCases } from '../cases/list-cases.ts';
import { withoutHidden } from '../cases/without-hidden.ts';
import { disclosuresOf } from '../personal/disclosures.ts';
import { Reporting } from '../reporting.ts';
import { hintFor, readingBy } from './personal-request.ts';
import { pageOf, timeOf } from './query-values.ts';
import { seenCase } from './seen-case.ts';

const CASES = 50;

@Controller()
export class CasesController {
  readonly #reporting: Reporting;

  constructor(reporting: Reporting) {
    this.#reporting = reporting;
  }

  @Endpoint('getCase')
  async case(@Param('id') id: string, @Query() query: unknown, @CallerParam() caller: Caller): Promise<unknown> {
    const { source, atLeast } = checked(reportingShapes.getCase.query, query, 'query');
    await this.#reporting.knows(atLeast);
    return (await seenCase(this.#reporting, { id, source }, caller)).document;
  }

  @Endpoint('listCases')
  async cases(@Query() query: unknown, @CallerParam() caller: Caller): Promise<unknown> {
    const { overdue, keyCustomer, repeats, task, filedFrom, filedBefore, limit, offset, atLeast, ...equal } = checked(
      reportingShapes.listCases.query,
      query,
      'query',
    );
    const from = timeOf(filedFrom, 'filedFrom');
    const before = timeOf(filedBefore, 'filedBefore');
    const page = pageOf({ ...(limit !== undefined && { limit }), ...(offset !== undefined && { offset }) }, CASES);
    await this.#reporting.knows(atLeast);
    const authorities = authoritiesOf(caller);
    const hidden = await hiddenMatters(this.#reporting.store, authorities);
    const { total, cases } = await listCases(
      this.#reporting.store,
      {
        ...equal,
        overdue: overdue === 'true',
        repeats: repeats === 'true',
        ...(keyCustomer !== undefined && { keyCustomer: keyCustomer === 'true' }),
        ...(task !== undefined && { task: task === 'true' }),
        ...(from !== undefined && { filedFrom: from }),
        ...(before !== undefined && { filedBefore: before }),
      },
      page,
      authorities,
      hidden,
    );
    return { total, cases: cases.map((document) => withoutHidden(document, hidden)) };
  }

  @Endpoint('getCaseHistory')
  async history(
    @Param('id') id: string,
    @Query() query: unknown,
    @Headers('purpose') header: string | undefined,
    @CallerParam() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const { source, purpose, atLeast } = checked(reportingShapes.getCaseHistory.query, query, 'query');
    const reading = readingBy(this.#reporting, caller, { query: purpose, header });
    await this.#reporting.knows(atLeast);
    const { document, told } = await seenCase(this.#reporting, { id, source }, caller);
    const history = await caseHistory(this.#reporting.log, document, reading);
    await reading.record('case-history', () => ({ case: document.id }));
    return { ...hintFor(reading, reply), case: document, events: told(history) };
  }

  @Endpoint('getDisclosures')
  async disclosures(@Param('id') id: string, @Query() query: unknown, @CallerParam() caller: Caller): Promise<unknown> {
    const { source, atLeast } = checked(reportingShapes.getDisclosures.query, query, 'query');
    await this.#reporting.knows(atLeast);
    const { document } = await seenCase(this.#reporting, { id, source }, caller);
    return { case: document.id, disclosures: await disclosuresOf(this.#reporting.log, document) };
  }
}
