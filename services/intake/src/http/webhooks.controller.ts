import type { JsonValue } from '@complaint-ledger/contracts';
import { Endpoint, Raw, type RawRequest } from '@complaint-ledger/http';
import { Controller, Param, Query } from '@nestjs/common';
import { Webhooks } from '../webhooks/webhooks.ts';
import { type Receipts, summed } from './receipts.ts';

/** Deliveries of other systems; what was kept in the quarantine is answered 200, since a retry would not mend it. */
@Controller()
export class WebhooksController {
  readonly #webhooks: Webhooks;

  constructor(webhooks: Webhooks) {
    this.#webhooks = webhooks;
  }

  @Endpoint('postWebhook')
  async post(
    @Param('preset') preset: string,
    @Query() query: Readonly<Record<string, unknown>>,
    @Raw() { bytes, headers }: RawRequest,
  ): Promise<Receipts & Readonly<Record<string, JsonValue | undefined>>> {
    const { receipts, extra } = await this.#webhooks.receive(preset, { bytes, headers, query });
    return { ...extra, ...summed(receipts) } as Receipts & Readonly<Record<string, JsonValue | undefined>>;
  }
}
