import { type Tracer, context, propagation, trace } from '@opentelemetry/api';

const NAME = 'complaint-ledger';

let current: Tracer | undefined;

/** Whether spans are made in this process. While they are not, everything of this library only calls what it was given. */
export const tracing = (): boolean => current !== undefined;

/** Makes spans; undefined while tracing is off. */
export const tracer = (): Tracer | undefined => current;

/** Begins to make spans, with what was registered with the OpenTelemetry API. */
export const beginTracing = (version?: string): void => {
  current = trace.getTracer(NAME, version);
};

/** Ends it and forgets what was registered. */
export const endTracing = (): void => {
  current = undefined;
  trace.disable();
  context.disable();
  propagation.disable();
};
