import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import { register } from '../sdk/register.ts';
import { endTracing } from '../tracer.ts';

export interface RecordedSpans {
  /** Those that have ended, in that order. */
  readonly spans: readonly ReadableSpan[];
  named(name: string): readonly ReadableSpan[];
  /** The only one of that name that has ended. */
  only(name: string): ReadableSpan;
  /** The same, when it has ended. */
  ended(name: string): Promise<ReadableSpan>;
  /** Resolves when the spans that have ended satisfy the condition. */
  until(condition: (spans: readonly ReadableSpan[]) => boolean): Promise<void>;
  stop(): void;
}

/** Switches tracing on, with OpenTelemetry's own SDK, and keeps the spans in memory. */
export const recordSpans = (): RecordedSpans => {
  const exporter = new InMemorySpanExporter();
  const waiting = new Set<() => void>();
  const bell: SpanProcessor = {
    onStart: () => undefined,
    onEnd: () => {
      for (const look of waiting) look();
    },
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  register({ spanProcessors: [new SimpleSpanProcessor({ exporter }), bell] });
  const named = (name: string) => exporter.getFinishedSpans().filter((span) => span.name === name);
  const only = (name: string): ReadableSpan => {
    const [span, ...more] = named(name);
    if (span !== undefined && more.length === 0) return span;
    const names = exporter.getFinishedSpans().map((each) => each.name);
    throw new Error(`${more.length + (span ? 1 : 0)} spans are named ${name}; there are ${names.join(', ')}`);
  };
  const until: RecordedSpans['until'] = (condition) =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!condition(exporter.getFinishedSpans())) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return {
    get spans() {
      return exporter.getFinishedSpans();
    },
    named,
    only,
    ended: async (name) => {
      await until((spans) => spans.some((span) => span.name === name));
      return only(name);
    },
    until,
    stop: endTracing,
  };
};
