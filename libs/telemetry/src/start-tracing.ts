import { type Environment, readTracing } from './settings.ts';

/** Told of spans that could not be sent. */
export type TraceLog = (level: 'error' | 'warn', message: string) => void;

export interface TracingOptions {
  readonly environment: Environment;
  /** `service.name`, unless OTEL_SERVICE_NAME or OTEL_RESOURCE_ATTRIBUTES says another. */
  readonly service: string;
  readonly version?: string;
  readonly log: TraceLog;
}

export interface Tracing {
  /** Sends what is still here, for `within` ms at most and no longer than OTEL_EXPORTER_OTLP_TIMEOUT, 10 s, and makes no spans any more. */
  stop(within?: number): Promise<void>;
}

const OFF: Tracing = { stop: async () => undefined };

/**
 * Begins to make spans and to send them where the environment says. Without it nothing is loaded and nothing done.
 * LedgerError `config` names the variable that does not fit.
 */
export const startTracing = async (options: TracingOptions): Promise<Tracing> => {
  const settings = readTracing(options.environment);
  if (settings === undefined) return OFF;
  const { openSdk } = await import('./sdk/open-sdk.ts');
  return openSdk(settings, options);
};
