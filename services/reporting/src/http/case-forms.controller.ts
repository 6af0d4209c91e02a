import { LedgerError, reportingShapes } from '@complaint-ledger/contracts';
import { type Caller, CallerParam, Endpoint, acceptedLanguage, checked } from '@complaint-ledger/http';
import { Controller, Headers, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { caseHistory } from '../cases/case-history.ts';
import { caseForm } from '../forms/case-form.ts';
import { type FormKind, formKinds } from '../forms/form.ts';
import { formHtml } from '../forms/form-html.ts';
import { formPdf } from '../forms/pdf/form-pdf.ts';
import { Reporting } from '../reporting.ts';
import { hintFor, readingBy } from './personal-request.ts';
import { seenCase } from './seen-case.ts';

const formKindOf = (text: string): FormKind => {
  const kind = formKinds.find((each) => each === text);
  if (kind !== undefined) return kind;
  throw new LedgerError('not-found', `There is no form ${text.slice(0, 40)}.`, {
    path: 'form',
    hint: `There are ${formKinds.join(', ')}.`,
  });
};

/** What is printed of a case (REP-4). */
@Controller()
export class CaseFormsController {
  readonly #reporting: Reporting;

  constructor(reporting: Reporting) {
    this.#reporting = reporting;
  }

  @Endpoint('getCaseForm')
  async form(
    @Param('id') id: string,
    @Param('form') named: string,
    @Query() query: unknown,
    @Headers('accept-language') languages: string | undefined,
    @Headers('purpose') header: string | undefined,
    @CallerParam() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const { format, lang, source, purpose, atLeast } = checked(reportingShapes.getCaseForm.query, query, 'query');
    const kind = formKindOf(named);
    const reading = readingBy(this.#reporting, caller, { query: purpose, header });
    await this.#reporting.knows(atLeast);
    const { log, words } = this.#reporting;
    const { document, told } = await seenCase(this.#reporting, { id, source }, caller);
    const history = told(await caseHistory(log, document, reading));
    await reading.record(kind, () => ({ case: document.id }));
    hintFor(reading, reply);
    const language = lang ?? acceptedLanguage(languages);
    const form = caseForm(kind, { document, history, words, language, masked: reading.wantsPurpose });
    if (format !== 'pdf') {
      void reply.header('content-type', 'text/html; charset=utf-8');
      return formHtml(form);
    }
    void reply.header('content-type', 'application/pdf');
    void reply.header(
      'content-disposition',
      `inline; filename="${form.kind}.pdf"; filename*=UTF-8''${encodeURIComponent(form.name)}.pdf`,
    );
    return formPdf(form);
  }
}
