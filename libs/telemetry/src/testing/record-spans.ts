import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { register } from '../sdk/register.ts';
import { endTracing } from '../tracer.ts';

export interface RecordedSpans {
  /** Those that have ended, in that order. */
  readonly spans: readonly ReadableSpan[];
  named(name: string): readonly ReadableSpan[];
  /** The only one of that name that has ended. */
  only(name: string): ReadableSpan;
  stop(): void;
}

/** Switches tracing on, with OpenTelemetry's own SDK, and keeps the spans in memory. */
export const recordSpans = (): RecordedSpans => {
  const exporter = new InMemorySpanExporter();
  register({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const named = (name: string) => exporter.getFinishedSpans().filter((span) => span.name === name);
  return {
    get spans() {
      return exporter.getFinishedSpans();
    },
    named,
    only: (name) => {
      const [span, ...more] = named(name);
      if (span !== undefined && more.length === 0) return span;
      const names = exporter.getFinishedSpans().map((each) => each.name);
      throw new Error(`${more.length + (span ? 1 : 0)} spans are named ${name}; there are ${names.join(', ')}`);
    },
    stop: endTracing,
  };
};
