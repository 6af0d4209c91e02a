import type { Served } from '@complaint-ledger/http';
import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { withinTime } from './health.ts';

/** A figure that is looked up when somebody asks. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Half of what Prometheus waits by default. */
const LONGEST_LOOK_MS = 5_000;

type Look = () => Promise<readonly Sample[]> | readonly Sample[];

/** Of a process that shares the ledger with others. */
export interface SharedFigures {
  /** Messages behind, by consumer and partition. */
  readonly partitionLags: Look;
  /** The same of the inbound topic, by partition. */
  readonly inboundLags: Look;
  /** How old the oldest event is that was not handled, s, by consumer. */
  readonly ages: Look;
  /** Buckets that stand, by consumer. */
  readonly parked: Look;
  /** 1 where this process relays. */
  readonly leads: Look;
}

export interface MeteredParts {
  head(): Promise<number>;
  /** Events behind the log, by consumer. */
  readonly lags: Look;
  /** Messages in the quarantine, by state. */
  readonly quarantined: Look;
  /** When working calendars end, by calendar; seconds since 1970. */
  readonly calendarEnds: Look;
  /** 1 for each part that works, 0 for each that does not. */
  readonly parts: Look;
  readonly shared?: SharedFigures;
}

export interface Metrics {
  readonly observe: (served: Served) => void;
  /** Prometheus text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

interface Figure {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly look: Look;
}

const figuresOf = (parts: MeteredParts): readonly Figure[] => {
  const { shared } = parts;
  const head = async (): Promise<readonly Sample[]> => [{ labels: {}, value: await parts.head() }];
  const figures: Figure[] = [
    { name: 'ledger_log_head_position', help: 'Position of the last event in the log', labels: [], look: head },
    {
      name: 'ledger_consumer_lag_events',
      help: 'Events in the log that a consumer has not handled yet; at most so many where positions have gaps',
      labels: ['consumer'],
      look: parts.lags,
    },
    {
      name: 'ledger_quarantine_messages',
      help: 'Messages that the log did not take, by state',
      labels: ['state'],
      look: parts.quarantined,
    },
    {
      name: 'ledger_calendar_end_seconds',
      help: 'When the last year of a working calendar is over, in seconds since 1970',
      labels: ['calendar'],
      look: parts.calendarEnds,
    },
    {
      name: 'ledger_part_ok',
      help: '1 for each part of /health/ready that works, 0 for each that does not',
      labels: ['part'],
      look: parts.parts,
    },
  ];
  if (shared === undefined) return figures;
  return [
    ...figures,
    {
      name: 'ledger_partition_lag_messages',
      help: 'Messages of the events topic that a consumer has not handled yet; every process of the service tells all partitions',
      labels: ['consumer', 'partition'],
      look: shared.partitionLags,
    },
    {
      name: 'ledger_inbound_lag_messages',
      help: 'Messages of the inbound topic that were not received yet; every intake tells all partitions',
      labels: ['partition'],
      look: shared.inboundLags,
    },
    {
      name: 'ledger_consumer_lag_seconds',
      help: 'How long ago the oldest event was recorded that the relay, the seal or a consumer of the whole log has not handled',
      labels: ['consumer'],
      look: shared.ages,
    },
    {
      name: 'ledger_parked_buckets',
      help: 'Buckets that stand at an event which cannot be handled',
      labels: ['consumer'],
      look: shared.parked,
    },
    { name: 'ledger_relay_leads', help: '1 in the process that relays', labels: [], look: shared.leads },
  ];
};

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
  for (const { name, help, labels, look } of figuresOf(parts)) {
    // It works by being registered.
    void new Gauge({
      name,
      help,
      labelNames: [...labels],
      registers: [registry],
      async collect() {
        // A figure whose engine is away is absent; all others are told, ledger_part_ok among them.
        const samples = await withinTime(Promise.resolve().then(look), LONGEST_LOOK_MS).catch(() => []);
        this.reset();
        if (labels.length === 0) this.remove();
        for (const { labels: of, value } of samples) this.set(of, value);
      },
    });
  }
  return {
    observe: ({ method, route, status, seconds }) => requests.observe({ method, route, status }, seconds),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
};
