import { describe, expect, it } from '@jest/globals';
import { readTracing } from './settings.ts';

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };

describe('tracing is switched on', () => {
  it.each([
    ['by an endpoint', endpoint],
    ['by an endpoint of traces alone', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' }],
    ['by naming the exporter', { OTEL_TRACES_EXPORTER: 'otlp' }],
  ])('%s', (_, env) => {
    expect(readTracing(env)).toEqual({
      protocol: 'http/protobuf',
      sampler: 'parentbased_always_on',
      ratio: 1,
      batch: {},
    });
  });

  it.each([
    ['nothing says so', {}],
    ['the endpoint is empty', { OTEL_EXPORTER_OTLP_ENDPOINT: '' }],
    ['the exporter is none', { ...endpoint, OTEL_TRACES_EXPORTER: 'none' }],
    ['the SDK is disabled', { ...endpoint, OTEL_TRACES_EXPORTER: 'otlp', OTEL_SDK_DISABLED: 'true' }],
  ])('not when %s', (_, env) => {
    expect(readTracing(env)).toBeUndefined();
  });
});

describe('the variables of OpenTelemetry', () => {
  it('choose protocol, sampler and batches', () => {
    const env = {
      ...endpoint,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.05',
      OTEL_BSP_SCHEDULE_DELAY: '100',
      OTEL_BSP_MAX_QUEUE_SIZE: '4096',
    };
    expect(readTracing(env)).toEqual({
      protocol: 'http/json',
      sampler: 'parentbased_traceidratio',
      ratio: 0.05,
      batch: { scheduledDelayMillis: 100, maxQueueSize: 4_096 },
    });
  });

  it('of traces go before those of everything', () => {
    const env = {
      ...endpoint,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
    };
    expect(readTracing(env)?.protocol).toBe('http/json');
  });

  it.each([
    ['OTEL_TRACES_EXPORTER', 'zipkin'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
    ['OTEL_TRACES_SAMPLER', 'jaeger_remote'],
    ['OTEL_TRACES_SAMPLER_ARG', 'half'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['OTEL_BSP_SCHEDULE_DELAY', '0'],
  ])('are refused when %s is %s', (variable, value) => {
    expect(() => readTracing({ ...endpoint, [variable]: value })).toThrow(
      expect.objectContaining({ code: 'config', details: expect.objectContaining({ path: variable }) }),
    );
  });
});
