import { LedgerError } from '@complaint-ledger/contracts';
import {
  type Caller,
  CallerParam,
  Endpoint,
  Raw,
  type RawRequest,
  checked,
  parseJsonBody,
} from '@complaint-ledger/http';
import { Controller, Param, Query } from '@nestjs/common';
import Type from 'typebox';
import type { QuarantineEntry, QuarantinePage, QuarantinedMessage } from '../quarantine/quarantine.ts';
import { QuarantineDesk } from '../quarantine/quarantine-desk.ts';
import { type Receipts, summed } from './receipts.ts';

const states = ['rejected', 'parked', 'resent', 'discarded'] as const;

const ListQuery = Type.Object(
  {
    state: Type.Optional(Type.Union(states.map((state) => Type.Literal(state)))),
    source: Type.Optional(Type.String()),
    after: Type.Optional(Type.String()),
    limit: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,2}$' })),
  },
  { additionalProperties: false },
);

const DiscardBody = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 2000 }) });

const DEFAULT_LIMIT = 50;

/** A kept message as an answer: what was no JSON comes as base64 of its bytes. */
type ToldMessage = Omit<QuarantinedMessage, 'body'> & { readonly body?: unknown; readonly bodyBase64?: string };

const told = ({ body, ...entry }: QuarantinedMessage): ToldMessage => {
  if (body === undefined) return entry;
  return 'json' in body
    ? { ...entry, body: body.json }
    : { ...entry, bodyBase64: Buffer.from(body.bytes).toString('base64') };
};

/** Rejected and parked messages: list, look, send again, give up. */
@Controller()
export class QuarantineController {
  readonly #desk: QuarantineDesk;

  constructor(desk: QuarantineDesk) {
    this.#desk = desk;
  }

  @Endpoint('listQuarantine')
  list(@Query() query: unknown): Promise<QuarantinePage> {
    const { limit, state, ...rest } = checked(ListQuery, query, 'query');
    return this.#desk.list({
      ...rest,
      ...(state === undefined ? {} : { state }),
      limit: limit === undefined ? DEFAULT_LIMIT : Number(limit),
    });
  }

  @Endpoint('getQuarantined')
  async get(@Param('id') id: string): Promise<ToldMessage> {
    return told(await this.#desk.get(id));
  }

  @Endpoint('resendQuarantined')
  async resend(@Param('id') id: string, @Raw() request: RawRequest, @CallerParam() caller: Caller): Promise<Receipts> {
    const mended = request.bytes.length === 0 ? {} : { mended: parseJsonBody(request) as unknown };
    return summed([await this.#desk.resend({ quarantineId: id, caller: caller.label, ...mended })]);
  }

  @Endpoint('discardQuarantined')
  discard(@Param('id') id: string, @Raw() request: RawRequest): Promise<QuarantineEntry> {
    if (request.bytes.length === 0) {
      throw new LedgerError('invalid-input', 'A reason is missing', { path: 'reason', hint: 'Send {"reason": "…"}.' });
    }
    return this.#desk.discard(id, checked(DiscardBody, parseJsonBody(request)).reason);
  }
}
