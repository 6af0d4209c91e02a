import { isSpanContextValid, trace } from '@opentelemetry/api';
import { tracing } from './tracer.ts';

/**
 * What a log line says of the span that it was written in; nothing outside of any. The names are those of OpenTelemetry's
 * "Trace Context in non-OTLP Log Formats".
 */
export const spanIds = (): Readonly<Record<string, string>> => {
  const here = tracing() ? trace.getActiveSpan()?.spanContext() : undefined;
  if (here === undefined || !isSpanContextValid(here)) return {};
  const { traceId, spanId, traceFlags } = here;
  return { trace_id: traceId, span_id: spanId, trace_flags: traceFlags.toString(16).padStart(2, '0') };
};
