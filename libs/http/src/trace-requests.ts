import { type Context, ROOT_CONTEXT, type Span, context, propagation, trace } from '@opentelemetry/api';
import { SpanKind, failSpan, tracer } from '@complaint-ledger/telemetry';
import type { FastifyInstance, FastifyRequest } from 'fastify';

interface Traced {
  readonly span: Span;
  readonly within: Context;
}

/** Asked every few seconds by whoever watches the process: they would be most of all traces. */
const WATCHED: ReadonlySet<string> = new Set(['/health/live', '/health/ready', '/metrics']);

const routeOf = (request: FastifyRequest): string | undefined => (request.is404 ? undefined : request.routeOptions.url);

/**
 * With tracing on, a server span for every request, as OpenTelemetry's semantic conventions for HTTP have it: named by method and path
 * template, in the trace that the request's `traceparent` names. Neither path nor query nor address of the caller is in it, which the
 * conventions would have: they may hold names, numbers and what people call their complaints.
 */
export const traceRequests = (server: FastifyInstance): void => {
  const make = tracer();
  if (make === undefined) return;
  const traced = new WeakMap<FastifyRequest, Traced>();
  server.addHook('onRequest', (request, reply, done) => {
    const route = routeOf(request);
    if (route !== undefined && WATCHED.has(route)) return done();
    const { method } = request;
    const attributes = {
      'http.request.method': method,
      'url.scheme': 'http',
      'ledger.request.id': request.id,
      ...(route !== undefined && { 'http.route': route }),
    };
    const outside = propagation.extract(ROOT_CONTEXT, request.headers);
    const name = route === undefined ? method : `${method} ${route}`;
    const span = make.startSpan(name, { kind: SpanKind.SERVER, attributes }, outside);
    traced.set(request, { span, within: trace.setSpan(outside, span) });
    // Comes once, also when the caller went away before the answer.
    reply.raw.once('close', () => {
      if (reply.raw.headersSent) span.setAttribute('http.response.status_code', reply.raw.statusCode);
      if (!reply.raw.writableFinished) failSpan(span, 'aborted');
      else if (reply.raw.statusCode >= 500) failSpan(span, String(reply.raw.statusCode));
      span.end();
    });
    done();
  });
  // Not in the hook above: the body is read in between, in the context of the connection.
  server.addHook('preValidation', (request, _reply, done) => {
    const here = traced.get(request);
    if (here === undefined) done();
    else context.with(here.within, done);
  });
};
