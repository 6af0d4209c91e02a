import { authoritiesOf } from '@complaint-ledger/access';
import { parseStreamName, reportingShapes } from '@complaint-ledger/contracts';
import { type Caller, CallerParam, acceptedLanguage, Endpoint, checked } from '@complaint-ledger/http';
import { Controller, Headers, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { hiddenMatters } from '../cases/hidden-matters.ts';
import { penaltySummary } from '../cases/penalty-summary.ts';
import { penaltyCsv } from '../cases/penalty-csv.ts';
import { leadsToHidden } from '../cases/without-hidden.ts';
import { Reporting } from '../reporting.ts';
import { reportCsv } from '../reports/report-csv.ts';
import { knownOn, pageOf, periodOf, reportKindOf } from './query-values.ts';

const EVENTS = 200;

@Controller()
export class ReportsController {
  readonly #reporting: Reporting;

  constructor(reporting: Reporting) {
    this.#reporting = reporting;
  }

  @Endpoint('getReport')
  async report(
    @Param('kind') kind: string,
    @Param('period') period: string,
    @Query() query: unknown,
    @Headers('accept-language') languages: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const { department, asOf, format, bom, atLeast } = checked(reportingShapes.getReport.query, query, 'query');
    const reportKind = reportKindOf(kind);
    await this.#reporting.knows(atLeast);
    const report = await this.#reporting.report({ kind: reportKind, period, department, knownOn: knownOn(asOf) });
    if (format !== 'csv') return report;
    const language = acceptedLanguage(languages);
    return asCsv(
      reply,
      `report-${report.period}.csv`,
      reportCsv(report, { language, vocabulary: this.#reporting.vocabulary, bom: bom === 'true' }),
    );
  }

  @Endpoint('drillReport')
  async drill(
    @Param('kind') kind: string,
    @Param('period') period: string,
    @Query() query: unknown,
    @CallerParam() caller: Caller,
  ): Promise<unknown> {
    const { figure, department, agent, asOf, ...rest } = checked(reportingShapes.drillReport.query, query, 'query');
    const { limit, offset } = pageOf(rest, EVENTS);
    const hidden = await hiddenMatters(this.#reporting.store, authoritiesOf(caller));
    const { events, ...found } = await this.#reporting.drill({
      kind: reportKindOf(kind),
      period,
      figure,
      knownOn: knownOn(asOf),
      names: (event) => !hidden.has(parseStreamName(event.stream).id) && !leadsToHidden(event, hidden),
      ...(department !== undefined && { department }),
      ...(agent !== undefined && { agent }),
    });
    return { ...found, total: events.length, events: events.slice(offset, offset + limit) };
  }

  @Endpoint('getDepartmentPenalties')
  async penalties(
    @Param('id') department: string,
    @Query() query: unknown,
    @CallerParam() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const { asOf, format, bom, ...asked } = checked(reportingShapes.getDepartmentPenalties.query, query, 'query');
    const period = periodOf(asked.period);
    const all = await this.#reporting.penalties({ ...period, department, knownOn: knownOn(asOf) });
    const hidden = await hiddenMatters(this.#reporting.store, authoritiesOf(caller));
    const lines = all.filter(({ caseId }) => !hidden.has(caseId));
    if (format !== 'csv') return { department, period: period.period, ...penaltySummary(all), lines };
    return asCsv(reply, `penalties-${period.period}.csv`, penaltyCsv(lines, { bom: bom === 'true' }));
  }
}

const asCsv = (reply: FastifyReply, name: string, text: string): string => {
  void reply.header('content-type', 'text/csv; charset=utf-8; header=present');
  void reply.header('content-disposition', `attachment; filename="${name}"`);
  return text;
};
