import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inSpan } from './in-span.ts';
import { startTracing } from './start-tracing.ts';
import { openCollectorDouble } from './testing/collector-double.ts';
import { tracing } from './tracer.ts';

const silent = (): void => undefined;

/** The exporter reads where to send from the environment of the process. */
const variables = [
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_PROTOCOL',
  'OTEL_EXPORTER_OTLP_TIMEOUT',
  'OTEL_SERVICE_NAME',
  'OTEL_TRACES_SAMPLER',
];
let before: readonly (string | undefined)[] = [];
beforeEach(() => {
  before = variables.map((variable) => process.env[variable]);
});
afterEach(() => {
  for (const [index, variable] of variables.entries()) {
    const value = before[index];
    if (value === undefined) delete process.env[variable];
    else process.env[variable] = value;
  }
});

const start = () => startTracing({ environment: process.env, service: 'ledger-intake', version: '1.2.3', log: silent });

describe('startTracing', () => {
  it('without its variables loads nothing but the API', () => {
    const script = `
      import { registerHooks } from 'node:module';
      const loaded = new Set();
      registerHooks({ resolve: (name, context, next) => {
        const found = next(name, context);
        if (found.url.includes('@opentelemetry')) loaded.add(found.url.replace(/^.*(@opentelemetry[/][^/]+).*$/, '$1'));
        return found;
      } });
      const { startTracing, tracing } = await import('./src/index.ts');
      await startTracing({ environment: {}, service: 'ledger', log: () => undefined });
      console.log(JSON.stringify({ tracing: tracing(), loaded: [...loaded] }));`;
    const args = ['--conditions=@complaint-ledger/source', '--input-type=module', '-e', script];
    const cwd = new URL('..', import.meta.url);
    const told = execFileSync(process.execPath, args, { cwd, encoding: 'utf8' });
    expect(JSON.parse(told)).toEqual({ tracing: false, loaded: ['@opentelemetry/api'] });
  });

  it('sends the spans as OTLP to where the environment says, with what they are of', async () => {
    const collector = await openCollectorDouble();
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = collector.url;
    process.env['OTEL_EXPORTER_OTLP_PROTOCOL'] = 'http/json';
    const running = await start();
    expect(tracing()).toBe(true);
    await inSpan('work', {}, () => undefined);
    await running.stop();
    expect(tracing()).toBe(false);
    expect(collector.spans).toMatchObject([{ name: 'work', service: 'ledger-intake' }]);
    expect(collector.bodies[0]).toContain('"1.2.3"');
    expect(collector.bodies[0]).toContain('service.instance.id');
    await collector.close();
  });

  it('calls the service what OTEL_SERVICE_NAME says', async () => {
    const collector = await openCollectorDouble();
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = collector.url;
    process.env['OTEL_EXPORTER_OTLP_PROTOCOL'] = 'http/json';
    process.env['OTEL_SERVICE_NAME'] = 'hotline';
    const running = await start();
    await inSpan('work', {}, () => undefined);
    await running.stop();
    expect(collector.spans).toMatchObject([{ service: 'hotline' }]);
    await collector.close();
  });

  it('sends protobuf when nothing else is asked for', async () => {
    const types: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      types.push(`${request.url} ${request.headers['content-type']}`);
      request.resume().on('end', () => response.writeHead(200).end());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const running = await start();
    await inSpan('work', {}, () => undefined);
    await running.stop();
    expect(types).toEqual(['/v1/traces application/x-protobuf']);
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('keeps nothing with a sampler that wants nothing', async () => {
    const collector = await openCollectorDouble();
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = collector.url;
    process.env['OTEL_EXPORTER_OTLP_PROTOCOL'] = 'http/json';
    process.env['OTEL_TRACES_SAMPLER'] = 'always_off';
    const running = await start();
    await inSpan('work', {}, () => undefined);
    await running.stop();
    expect(collector.spans).toEqual([]);
    await collector.close();
  });

  it('ends within the timeout of the exporter, and says so, when nobody takes the spans', async () => {
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = 'http://127.0.0.1:1';
    process.env['OTEL_EXPORTER_OTLP_TIMEOUT'] = '500';
    const told: string[] = [];
    const log = (_: string, message: string): void => void told.push(message);
    const running = await startTracing({ environment: process.env, service: 'ledger', log });
    await inSpan('work', {}, () => undefined);
    await running.stop();
    expect(told.join()).toContain('the last spans were not sent');
  });
});
