import { LedgerError, said } from '@complaint-ledger/contracts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Which of the standard variables decide, and what they said. The exporter itself reads where to send, headers, certificates. */
export interface TracingSettings {
  readonly protocol: 'http/protobuf' | 'http/json';
  readonly sampler: SamplerName;
  /** Share of traces that a ratio sampler keeps, 0 to 1. */
  readonly ratio: number;
  readonly batch: BatchSettings;
}

export interface BatchSettings {
  /** Milliseconds. */
  readonly scheduledDelayMillis?: number;
  /** Milliseconds. */
  readonly exportTimeoutMillis?: number;
  /** Spans. */
  readonly maxQueueSize?: number;
  /** Spans. */
  readonly maxExportBatchSize?: number;
}

const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;
export type SamplerName = (typeof samplers)[number];

const protocols = ['http/protobuf', 'http/json'] as const;

const batchVariables: Readonly<Record<string, keyof BatchSettings>> = {
  OTEL_BSP_SCHEDULE_DELAY: 'scheduledDelayMillis',
  OTEL_BSP_EXPORT_TIMEOUT: 'exportTimeoutMillis',
  OTEL_BSP_MAX_QUEUE_SIZE: 'maxQueueSize',
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: 'maxExportBatchSize',
};

const textOf = (env: Environment, variable: string): string => env[variable]?.trim() ?? '';

const wrong = (variable: string, value: string, en: string, zh: string): LedgerError =>
  new LedgerError('config', said(`${variable} cannot be '${value}'.`, `${variable} 不能是“${value}”。`), {
    path: variable,
    hint: said(en, zh),
  });

const oneOf = <Choice extends string>(
  env: Environment,
  variable: string,
  choices: readonly Choice[],
  preset: Choice,
): Choice => {
  const value = textOf(env, variable).toLowerCase();
  if (value === '') return preset;
  const choice = choices.find((each) => each === value);
  if (choice !== undefined) return choice;
  throw wrong(variable, value, `Use one of ${choices.join(', ')}.`, `请用其中之一：${choices.join('、')}。`);
};

const isWanted = (env: Environment): boolean => {
  if (textOf(env, 'OTEL_SDK_DISABLED').toLowerCase() === 'true') return false;
  const exporter = textOf(env, 'OTEL_TRACES_EXPORTER').toLowerCase();
  if (exporter === '') {
    return ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'].some(
      (each) => textOf(env, each) !== '',
    );
  }
  if (exporter === 'otlp') return true;
  if (exporter === 'none') return false;
  throw wrong('OTEL_TRACES_EXPORTER', exporter, 'Use otlp or none.', '请用 otlp 或 none。');
};

const ratioOf = (env: Environment): number => {
  const value = textOf(env, 'OTEL_TRACES_SAMPLER_ARG');
  const ratio = value === '' ? 1 : Number(value);
  if (ratio >= 0 && ratio <= 1) return ratio;
  throw wrong('OTEL_TRACES_SAMPLER_ARG', value, 'Use a number from 0 to 1.', '请用 0 到 1 之间的数。');
};

const batchOf = (env: Environment): BatchSettings => {
  const batch: { -readonly [Name in keyof BatchSettings]: number } = {};
  for (const [variable, name] of Object.entries(batchVariables)) {
    const value = textOf(env, variable);
    if (value === '') continue;
    if (!/^[1-9]\d{0,8}$/.test(value)) throw wrong(variable, value, 'Use a whole number above 0.', '请用正整数。');
    batch[name] = Number(value);
  }
  return batch;
};

/**
 * What the environment asks for, in the variables of the OpenTelemetry specification; undefined when it asks for no traces:
 * they begin with an endpoint or with OTEL_TRACES_EXPORTER=otlp. LedgerError `config` for what could not be done as asked.
 */
export const readTracing = (env: Environment): TracingSettings | undefined => {
  if (!isWanted(env)) return undefined;
  const general = oneOf(env, 'OTEL_EXPORTER_OTLP_PROTOCOL', protocols, 'http/protobuf');
  return {
    protocol: oneOf(env, 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', protocols, general),
    sampler: oneOf(env, 'OTEL_TRACES_SAMPLER', samplers, 'parentbased_always_on'),
    ratio: ratioOf(env),
    batch: batchOf(env),
  };
};
