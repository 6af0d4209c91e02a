import type { Served } from '@complaint-ledger/http';
import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** A figure that is looked up when somebody asks. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface MeteredParts {
  head(): Promise<number>;
  /** Events behind the log, by consumer. */
  lags(): Promise<readonly Sample[]>;
  /** Messages in the quarantine, by state. */
  quarantined(): Promise<readonly Sample[]>;
  /** When working calendars end, by calendar; seconds since 1970. */
  calendarEnds(): readonly Sample[];
}

export interface Metrics {
  readonly observe: (served: Served) => void;
  /** Prometheus text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

export const openMetrics = (parts: MeteredParts): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'ledger_http_request_seconds',
    help: 'Time to answer, by method, path template and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  // A gauge works by being registered.
  void [
    new Gauge({
      name: 'ledger_log_head_position',
      help: 'Position of the last event in the log',
      registers: [registry],
      async collect() {
        this.set(await parts.head());
      },
    }),
    new Gauge({
      name: 'ledger_consumer_lag_events',
      help: 'Events in the log that a consumer has not handled yet',
      labelNames: ['consumer'],
      registers: [registry],
      async collect() {
        for (const { labels, value } of await parts.lags()) this.set(labels, value);
      },
    }),
    new Gauge({
      name: 'ledger_quarantine_messages',
      help: 'Messages that the log did not take, by state',
      labelNames: ['state'],
      registers: [registry],
      async collect() {
        for (const { labels, value } of await parts.quarantined()) this.set(labels, value);
      },
    }),
    new Gauge({
      name: 'ledger_calendar_end_seconds',
      help: 'When the last year of a working calendar is over, in seconds since 1970',
      labelNames: ['calendar'],
      registers: [registry],
      collect() {
        for (const { labels, value } of parts.calendarEnds()) this.set(labels, value);
      },
    }),
  ];
  return {
    observe: ({ method, route, status, seconds }) => requests.observe({ method, route, status }, seconds),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
};
