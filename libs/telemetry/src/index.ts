export { SpanKind } from '@opentelemetry/api';
export { continuing, continuingIn, inTraces } from './in-traces.ts';
export { failSpan, inSpan, type SpanFacts } from './in-span.ts';
export { keepTrace, traceOf, traceparentHere } from './kept-trace.ts';
export { spanIds } from './span-ids.ts';
export { startTracing, type TraceLog, type Tracing, type TracingOptions } from './start-tracing.ts';
export { tracer, tracing } from './tracer.ts';
