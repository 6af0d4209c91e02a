import { LedgerError, type JsonValue, parseStrictJson, said } from '@complaint-ledger/contracts';
import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** A request body as it came over the wire: signatures are computed over exactly these bytes. */
export interface RawRequest {
  readonly bytes: Buffer;
  /** Media type without parameters, lower case; empty when the sender named none. */
  readonly mediaType: string;
  /** Header fields by lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

const requestOf = (context: ExecutionContext): FastifyRequest => context.switchToHttp().getRequest<FastifyRequest>();

const mediaTypeOf = (request: FastifyRequest): string =>
  (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

const bytesOf = (request: FastifyRequest): Buffer => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));

const isJsonMediaType = (mediaType: string): boolean =>
  mediaType === 'application/json' || (mediaType.startsWith('application/') && mediaType.endsWith('+json'));

const malformed = (error: unknown): unknown =>
  error instanceof LedgerError && error.code === 'invalid-input'
    ? new LedgerError('invalid-input', error.message, { ...error.details, malformed: true })
    : error;

/**
 * JSON of a request body, strictly read: UTF-8, no duplicate keys, no `__proto__`, bounded depth, numbers exact.
 * LedgerError `invalid-input` with `malformed` (answered 400), `unsupported-media-type`.
 */
export const parseJsonBody = ({ bytes, mediaType }: Pick<RawRequest, 'bytes' | 'mediaType'>): JsonValue => {
  if (bytes.length === 0) {
    throw new LedgerError('invalid-input', said('The request has no body.', '请求没有正文。'), {
      malformed: true,
      hint: said('Send JSON.', '请发送 JSON。'),
    });
  }
  if (!isJsonMediaType(mediaType)) {
    throw new LedgerError(
      'unsupported-media-type',
      mediaType === ''
        ? said('A body without a Content-Type is not read here.', '此处不接受没有 Content-Type 的正文。')
        : said(`${mediaType} is not read here.`, `此处不接受 ${mediaType}。`),
      { hint: said('Send `Content-Type: application/json`.', '请发送 `Content-Type: application/json`。') },
    );
  }
  try {
    return parseStrictJson(bytes);
  } catch (error) {
    throw malformed(error);
  }
};

const rawOf = (request: FastifyRequest): RawRequest => ({
  bytes: bytesOf(request),
  mediaType: mediaTypeOf(request),
  headers: request.headers,
});

/** Bytes, media type and header fields. */
export const Raw = createParamDecorator((_: unknown, context: ExecutionContext): RawRequest =>
  rawOf(requestOf(context)),
);
