import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { TracerProvider, type TracerProviderOptions } from '@opentelemetry/sdk-trace';
import { beginTracing } from '../tracer.ts';

/** Begins to make spans that go to these processors. */
export const register = (options: TracerProviderOptions, version?: string): TracerProvider => {
  const provider = new TracerProvider(options);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  // No baggage: it could bring what others wrote of persons into the log.
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  beginTracing(version);
  return provider;
};
