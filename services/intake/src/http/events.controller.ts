import { LedgerError, inBoth, said } from '@complaint-ledger/contracts';
import { type Caller, CallerParam, Endpoint, Raw, type RawRequest } from '@complaint-ledger/http';
import { Controller, HttpStatus, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Unreadable } from '../receive/message.ts';
import { Receiver } from '../receive/receiver.ts';
import { readEventRequest } from './event-request.ts';
import { type Receipts, summed, unlessRejected } from './receipts.ts';

/** CloudEvents in: one event is answered by its status, a batch by one receipt an event. */
@Controller()
export class EventsController {
  readonly #receiver: Receiver;

  constructor(receiver: Receiver) {
    this.#receiver = receiver;
  }

  @Endpoint('postEvents')
  async post(
    @Raw() request: RawRequest,
    @CallerParam() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Receipts> {
    const { single, events } = readEventRequest(request);
    const receipts = summed(await this.#receiver.receive(events, { caller: caller.label }));
    if (!single) return receipts;
    const [event] = events;
    if (event instanceof Unreadable) throw notJson(event, receipts);
    const { status } = unlessRejected(receipts);
    if (status !== 'duplicate') reply.status(HttpStatus.ACCEPTED);
    return receipts;
  }
}

const notJson = ({ error }: Unreadable, { results }: Receipts): LedgerError => {
  const [kept] = results;
  const id = kept?.status === 'rejected' ? kept.quarantineId : undefined;
  const hint = inBoth(error, 'hint') ?? said('Send JSON.', '请发送 JSON。');
  const where =
    id === undefined
      ? said('', '')
      : said(` It is kept as ${id} in /v1/quarantine.`, `已保存在 /v1/quarantine，编号 ${id}。`);
  return new LedgerError('invalid-input', error.message, {
    ...error.details,
    malformed: true,
    hint: said(`${hint.en}${where.en}`, `${hint['zh-CN']}${where['zh-CN']}`),
  });
};
