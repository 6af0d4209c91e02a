import type { JsonObject } from '@complaint-ledger/contracts';
import { type Caller, CallerParam, Endpoint, Raw, type RawRequest, parseJsonBody } from '@complaint-ledger/http';
import { Controller, HttpStatus, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Desk, deskOf } from '../record/desk.ts';
import { Receiver } from '../receive/receiver.ts';
import { sizeFault } from './limits.ts';
import { type Receipts, summed, unlessRejected } from './receipts.ts';
import { type ToldRequest, eventOfTold } from './told-request.ts';

interface Told extends Receipts {
  readonly externalId: string;
  readonly caseId?: string;
  /** Whom the caller is told to turn to (CALL-3). */
  readonly desk?: Desk;
}

/** A call or complaint as plain JSON, for agents' forms and scripts: 201 with its ids and where its case is. */
@Controller()
export class FormsController {
  readonly #receiver: Receiver;

  constructor(receiver: Receiver) {
    this.#receiver = receiver;
  }

  @Endpoint('postCall')
  call(@Raw() request: RawRequest, @CallerParam() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#tell('call.received', request, caller, reply);
  }

  @Endpoint('postComplaint')
  complaint(
    @Raw() request: RawRequest,
    @CallerParam() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#tell('complaint.filed', request, caller, reply);
  }

  async #tell(type: ToldRequest['type'], request: RawRequest, { label }: Caller, reply: FastifyReply): Promise<Told> {
    const fault = sizeFault(request.bytes.length);
    if (fault !== undefined) throw fault;
    const key = request.headers['idempotency-key'];
    const { event, externalId } = eventOfTold({
      type,
      body: parseJsonBody(request),
      callerLabel: label,
      now: this.#receiver.now(),
      ...(typeof key === 'string' ? { idempotencyKey: key } : {}),
    });
    const receipts = summed(await this.#receiver.receive([event], { caller: label }));
    const { caseId, status } = unlessRejected(receipts);
    if (status === 'accepted') reply.status(HttpStatus.CREATED);
    const desk = type === 'call.received' ? deskOf(event.data as JsonObject, this.#receiver.policies) : undefined;
    const told = { ...receipts, externalId, ...(desk && { desk }) };
    if (caseId === undefined) return told;
    reply.header('location', `/v1/cases/${caseId}`);
    return { ...told, caseId };
  }
}
