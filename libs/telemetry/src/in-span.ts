import {
  type Attributes,
  type Context,
  type Link,
  type Span,
  type SpanKind,
  SpanStatusCode,
  context,
  trace,
} from '@opentelemetry/api';
import { LedgerError } from '@complaint-ledger/contracts';
import { tracer } from './tracer.ts';

/** What a span says. Never a name, a number or a text of a person, nor an id that others chose: traces go to other systems. */
export interface SpanFacts {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
}

/** Only the sort of an error: its message may quote what somebody sent. */
const sortOf = (error: unknown): string => {
  if (error instanceof LedgerError) return error.code;
  return error instanceof Error ? error.name : '_OTHER';
};

export const failSpan = (span: Span, sort: string): void => {
  span.setAttribute('error.type', sort);
  span.setStatus({ code: SpanStatusCode.ERROR });
};

/** Runs the work in a context and ends the spans with it. */
export const endingWith = async <T>(
  spans: Iterable<Span>,
  within: Context,
  work: () => Promise<T> | T,
): Promise<Awaited<T>> => {
  try {
    return await context.with(within, work);
  } catch (error) {
    for (const span of spans) failSpan(span, sortOf(error));
    throw error;
  } finally {
    for (const span of spans) span.end();
  }
};

/** Does the work in a span of its own, a child of the one that it is called in or of that of `parent`. */
export const inSpan = async <T>(
  name: string,
  facts: SpanFacts & { readonly links?: Link[]; readonly parent?: Context },
  work: () => Promise<T> | T,
): Promise<Awaited<T>> => {
  const make = tracer();
  if (make === undefined) return await work();
  const { parent = context.active(), ...options } = facts;
  const span = make.startSpan(name, options, parent);
  return endingWith([span], trace.setSpan(parent, span), work);
};
