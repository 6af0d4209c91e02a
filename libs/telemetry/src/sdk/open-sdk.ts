import { setTimeout as delay } from 'node:timers/promises';
import { DiagLogLevel, diag } from '@opentelemetry/api';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace';
import type { TracingSettings } from '../settings.ts';
import type { Tracing, TracingOptions } from '../start-tracing.ts';
import { endTracing } from '../tracer.ts';
import { register } from './register.ts';
import { samplerOf } from './sampler.ts';

const exporterOf = async (protocol: TracingSettings['protocol']): Promise<SpanExporter> => {
  switch (protocol) {
    case 'http/protobuf': {
      const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto');
      return new OTLPTraceExporter();
    }
    case 'http/json': {
      const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
      return new OTLPTraceExporter();
    }
  }
};

/** The exporter gives up earlier, unless OTEL_EXPORTER_OTLP_TIMEOUT says otherwise. */
const LONGEST_MS = 60_000;

const wordsOf = (error: unknown): string => (error instanceof Error && error.message) || String(error);

/** OpenTelemetry's SDK at work. What it has to say of itself, such as a collector that is away, goes to the log. */
export const openSdk = async (
  settings: TracingSettings,
  { service, version, log }: TracingOptions,
): Promise<Tracing> => {
  const quiet = (): void => undefined;
  diag.setLogger(
    {
      error: (message) => log('error', message),
      warn: (message) => log('warn', message),
      info: quiet,
      debug: quiet,
      verbose: quiet,
    },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const own = { 'service.name': service, ...(version !== undefined && { 'service.version': version }) };
  const resource = defaultResource()
    .merge(resourceFromAttributes(own))
    .merge(detectResources({ detectors: [serviceInstanceIdDetector, envDetector] }));
  const exporter = await exporterOf(settings.protocol);
  const processor = new BatchSpanProcessor({ exporter, ...settings.batch });
  const provider = register({ resource, sampler: samplerOf(settings), spanProcessors: [processor] }, version);
  return {
    stop: async (within = LONGEST_MS) => {
      const late = delay(within, undefined, { ref: false }).then(() => {
        throw new Error(`nobody took them in ${within} ms`);
      });
      await Promise.race([provider.shutdown(), late]).catch((error: unknown) =>
        log('warn', `the last spans were not sent: ${wordsOf(error)}`),
      );
      endTracing();
      diag.disable();
    },
  };
};
