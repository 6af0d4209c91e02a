import { reportingShapes } from '@complaint-ledger/contracts';
import { Endpoint, acceptedLanguage, checked } from '@complaint-ledger/http';
import { Controller, Headers, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { agentCsv } from '../agents/agent-csv.ts';
import { renderAgents } from '../agents/render-agents.ts';
import { Reporting } from '../reporting.ts';
import { knownOn, reportKindOf } from './query-values.ts';

/** What each agent did in a period: assessment, reward and punishment (REP-3). */
@Controller()
export class AgentsController {
  readonly #reporting: Reporting;

  constructor(reporting: Reporting) {
    this.#reporting = reporting;
  }

  @Endpoint('getAgentReport')
  async agents(
    @Param('kind') kind: string,
    @Param('period') period: string,
    @Query() query: unknown,
    @Headers('accept-language') languages: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const { department, asOf, format, lang, bom, atLeast } = checked(
      reportingShapes.getAgentReport.query,
      query,
      'query',
    );
    const reportKind = reportKindOf(kind);
    await this.#reporting.knows(atLeast);
    const report = await this.#reporting.agents({ kind: reportKind, period, department, knownOn: knownOn(asOf) });
    if (format === undefined || format === 'json') return report;
    const language = lang ?? acceptedLanguage(languages);
    const { vocabulary } = this.#reporting;
    if (format === 'text') {
      void reply.header('content-type', 'text/plain; charset=utf-8');
      return renderAgents(report, language, { vocabulary });
    }
    void reply.header('content-type', 'text/csv; charset=utf-8; header=present');
    void reply.header('content-disposition', `attachment; filename="agents-${report.period}.csv"`);
    return agentCsv(report, { language, vocabulary, bom: bom === 'true' });
  }
}
