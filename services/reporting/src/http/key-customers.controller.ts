import { authoritiesOf } from '@complaint-ledger/access';
import { reportingShapes } from '@complaint-ledger/contracts';
import { type Caller, CallerParam, Endpoint, acceptedLanguage, checked } from '@complaint-ledger/http';
import { Controller, Headers, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { keyCustomerCsv } from '../key-customers/key-customer-csv.ts';
import { keyCustomerPage } from '../key-customers/key-customer-page.ts';
import { keyCustomers } from '../key-customers/key-customers.ts';
import { Reporting } from '../reporting.ts';
import { hintFor, readingBy } from './personal-request.ts';
import { pageOf } from './query-values.ts';

const CUSTOMERS = 100;

/** Key customers are followed in a file of their own (FUP-4). */
@Controller()
export class KeyCustomersController {
  readonly #reporting: Reporting;

  constructor(reporting: Reporting) {
    this.#reporting = reporting;
  }

  @Endpoint('getKeyCustomers')
  async keyCustomers(
    @Query() query: unknown,
    @Headers('accept-language') languages: string | undefined,
    @Headers('purpose') header: string | undefined,
    @CallerParam() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const {
      format = 'json',
      lang,
      bom,
      purpose,
      atLeast,
      ...asked
    } = checked(reportingShapes.getKeyCustomers.query, query, 'query');
    const page = pageOf(asked, CUSTOMERS);
    const reading = readingBy(this.#reporting, caller, { query: purpose, header });
    await this.#reporting.knows(atLeast);
    const found = await keyCustomers(this.#reporting, { authorities: authoritiesOf(caller), reading, ...page });
    const hint = hintFor(reading, reply);
    switch (format) {
      case 'json':
        return { ...hint, ...found };
      case 'csv':
        void reply.header('content-type', 'text/csv; charset=utf-8; header=present');
        void reply.header('content-disposition', 'attachment; filename="key-customers.csv"');
        return keyCustomerCsv(found, { bom: bom === 'true' });
      case 'html': {
        void reply.header('content-type', 'text/html; charset=utf-8');
        const { words, zone } = this.#reporting;
        const language = lang ?? acceptedLanguage(languages);
        return keyCustomerPage(found, { language, words, zone, masked: reading.wantsPurpose });
      }
      default:
        return format satisfies never;
    }
  }
}
