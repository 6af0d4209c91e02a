import { ROOT_CONTEXT, type SpanContext, context, propagation, trace } from '@opentelemetry/api';
import { tracing } from './tracer.ts';

interface Kept {
  readonly traceparent: string;
  /** What it says, once somebody has asked. */
  span?: SpanContext | undefined;
  read: boolean;
}

/**
 * The trace that an event or a message belongs to is no part of it: what is stored and hashed is the same with tracing and without.
 * It goes beside it: in the metadata of KurrentDB, in a header of Kafka, and here in the process.
 */
const kept = new WeakMap<object, Kept>();

/** Notes which trace an event or message belongs to: `traceparent` of W3C Trace Context. Anything else than text is passed over. */
export const keepTrace = (carrier: unknown, traceparent: unknown): void => {
  if (typeof traceparent !== 'string' || typeof carrier !== 'object' || carrier === null) return;
  kept.set(carrier, { traceparent, read: false });
};

/** The `traceparent` that was noted, as it came. */
export const traceOf = (carrier: object): string | undefined => kept.get(carrier)?.traceparent;

/** The span that this is called in, as `traceparent`; undefined outside of any. */
export const traceparentHere = (): string | undefined => {
  if (!tracing()) return undefined;
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
};

/** A trace that began so long ago has ended, ms: what is read again, as when figures are rebuilt, is not told in it. */
const ENDED_AFTER_MS = 60 * 60 * 1_000;

const isOld = (recordedAt: unknown): boolean =>
  typeof recordedAt === 'string' && Date.now() - Date.parse(recordedAt) > ENDED_AFTER_MS;

/** The span that a carrier's `traceparent` names; undefined without one that can be read, and for an event recorded long ago. */
export const spanOf = (carrier: unknown): SpanContext | undefined => {
  const found = typeof carrier === 'object' && carrier !== null ? kept.get(carrier) : undefined;
  if (found === undefined) return undefined;
  if (!found.read) {
    const { traceparent } = found;
    const old = isOld((carrier as { readonly recordedAt?: unknown }).recordedAt);
    found.span = old ? undefined : trace.getSpanContext(propagation.extract(ROOT_CONTEXT, { traceparent }));
    found.read = true;
  }
  return found.span;
};
