import { authoritiesOf, maySee } from '@complaint-ledger/access';
import { reportingShapes } from '@complaint-ledger/contracts';
import { type Caller, CallerParam, Endpoint, acceptedLanguage, checked } from '@complaint-ledger/http';
import { Controller, Headers, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { readCallLog } from '../calls/call-log.ts';
import { callLogCsv } from '../calls/call-log-csv.ts';
import { callLogPage } from '../calls/call-log-page.ts';
import { shownCalls } from '../calls/shown-calls.ts';
import { hiddenMatters } from '../cases/hidden-matters.ts';
import { Reporting } from '../reporting.ts';
import { hintFor, readingBy } from './personal-request.ts';
import { pageOf } from './query-values.ts';

const CALLS = 500;

type Format = 'json' | 'html' | 'csv';

/** What a browser or a program asks for by its Accept header; JSON when it does not say. */
const acceptedFormat = (accept: string | undefined): Format => {
  const types = (accept ?? '').split(',').map((type) => type.split(';', 1)[0]?.trim());
  const first = types.find((type) => type === 'text/html' || type === 'text/csv' || type === 'application/json');
  return first === 'text/html' ? 'html' : first === 'text/csv' ? 'csv' : 'json';
};

/** The work log of calls, kept apart from complaints and by day (CALL-2). */
@Controller()
export class CallLogController {
  readonly #reporting: Reporting;

  constructor(reporting: Reporting) {
    this.#reporting = reporting;
  }

  @Endpoint('getCallLog')
  async callLog(
    @Param('date') date: string,
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Headers('accept-language') languages: string | undefined,
    @Headers('purpose') header: string | undefined,
    @CallerParam() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const {
      format = acceptedFormat(accept),
      lang,
      bom,
      purpose,
      atLeast,
      ...asked
    } = checked(reportingShapes.getCallLog.query, query, 'query');
    const reading = readingBy(this.#reporting, caller, { query: purpose, header });
    await this.#reporting.knows(atLeast);
    const { store, zone, deskOf, vocabulary } = this.#reporting;
    // People read a whole day, programs page by page.
    const page = format === 'json' || asked.limit !== undefined ? pageOf(asked, CALLS) : {};
    const authorities = authoritiesOf(caller);
    const hidden = await hiddenMatters(store, authorities);
    const entries = await readCallLog(store, { date, zone, ...page });
    const log = await shownCalls(entries, {
      view: reading.view,
      sees: (call) => !hidden.has(call.id) && maySee(call, authorities),
      unseal: reading.unseal,
      deskOf,
    });
    const callOf = new Map(entries.calls.flatMap(({ id, sealed }) => sealed.map(({ eventId }) => [eventId, id])));
    await reading.record('call-log', (eventId) => {
      const call = callOf.get(eventId);
      return call === undefined ? {} : { call };
    });
    const hint = hintFor(reading, reply);
    const language = lang ?? acceptedLanguage(languages);
    switch (format) {
      case 'json':
        return { ...hint, ...log };
      case 'html':
        void reply.header('content-type', 'text/html; charset=utf-8');
        return callLogPage(log, { language, vocabulary });
      case 'csv':
        void reply.header('content-type', 'text/csv; charset=utf-8; header=present');
        void reply.header('content-disposition', `attachment; filename="calls-${log.date}.csv"`);
        return callLogCsv(log, { language, vocabulary, bom: bom === 'true' });
      default:
        return format satisfies never;
    }
  }
}
