import { describe, expect, it } from '@jest/globals';
import { routes } from '@complaint-ledger/contracts';
import { textOf } from './deploy-files.ts';

const lines = textOf('gateway/routes.map')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [pattern = '', service = ''] = line.split(' ');
    return { pattern: new RegExp(pattern), service };
  });

const haproxy = textOf('gateway/haproxy.cfg');

/** Where HAProxy sends a path: the first line that fits, else the default of `map_reg`. */
const serviceOf = (path: string): string => lines.find(({ pattern }) => pattern.test(path))?.service ?? 'reporting';

const pathOf = (template: string): string => template.replaceAll(/\{\w+\}/g, 'K-1.2_x');

describe('the gateway', () => {
  it.each(Object.values(routes).map((route) => [route.method, route.path, route.service] as const))(
    'sends %s %s to %s',
    (_, path, service) => {
      const wanted = service === 'ledger' ? 'reporting' : service;
      expect(serviceOf(pathOf(path))).toBe(wanted);
      expect(serviceOf(`${pathOf(path)}/`)).toBe(wanted);
    },
  );

  it('has no line that no route needs', () => {
    const paths = Object.values(routes).map(({ path }) => pathOf(path));
    for (const { pattern } of lines) expect(paths.filter((path) => pattern.test(path))).not.toEqual([]);
  });

  it('does not take a longer path for a shorter one', () => {
    expect(serviceOf('/v1/calls/1/other')).toBe('reporting');
    expect(serviceOf('/other/v1/events')).toBe('reporting');
    expect(serviceOf('/v1/eventsx')).toBe('reporting');
  });

  it('falls back to reporting and checks readiness of all three', () => {
    expect(haproxy).toContain('map_reg(/usr/local/etc/haproxy/routes.map,reporting)');
    for (const service of ['intake', 'routing', 'reporting']) {
      expect(haproxy).toContain(`nbsrv(${service}) lt 1`);
      expect(haproxy).toMatch(
        new RegExp(String.raw`backend ${service}\n.*\n\s+option httpchk GET ${routes.ready.path}\n`),
      );
    }
  });

  it('shows nobody outside the figures', () => {
    expect(haproxy).toMatch(/return status 404 .* if \{ path,url_dec -m beg \/metrics \}/);
  });
});
