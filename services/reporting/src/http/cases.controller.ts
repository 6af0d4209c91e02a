import { authoritiesOf } from '@complaint-ledger/access';
import { reportingShapes } from '@complaint-ledger/contracts';
import { type Caller, CallerParam, Endpoint, checked } from '@complaint-ledger/http';
import { Controller, Headers, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CaseDocument } from '../cases/case-document.ts';
import { caseHistory } from '../cases/case-history.ts';
import { type CaseName, findCase } from '../cases/find-case.ts';
import { listCases } from '../cases/list-cases.ts';
import { disclosuresOf } from '../personal/disclosures.ts';
import { Reporting } from '../reporting.ts';
import { hintFor, readingBy } from './personal-request.ts';
import { pageOf, timeOf } from './query-values.ts';

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
    return this.#find({ id, source }, caller);
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
    return listCases(
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
      authoritiesOf(caller),
    );
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
    const found = await this.#find({ id, source }, caller);
    const events = await caseHistory(this.#reporting.log, found, reading);
    await reading.record('case-history', () => ({ case: found.id }));
    return { ...hintFor(reading, reply), case: found, events };
  }

  @Endpoint('getDisclosures')
  async disclosures(@Param('id') id: string, @Query() query: unknown, @CallerParam() caller: Caller): Promise<unknown> {
    const { source, atLeast } = checked(reportingShapes.getDisclosures.query, query, 'query');
    await this.#reporting.knows(atLeast);
    const found = await this.#find({ id, source }, caller);
    return { case: found.id, disclosures: await disclosuresOf(this.#reporting.log, found) };
  }

  #find(name: CaseName, caller: Caller): Promise<CaseDocument> {
    return this.#reporting.findOnceKnown(() => findCase(this.#reporting.store, name, authoritiesOf(caller)));
  }
}
