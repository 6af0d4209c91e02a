import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fleet } from '../../distributed/fleet.ts';

/** A complaint is lost when its case cannot be read after so long, ms. */
const LOST_MS = 120_000;

/** How often a case that is not there yet is asked for, ms: no finer is the figure. */
const AGAIN_MS = 5;

/** Milliseconds from when the request was sent, one for each complaint. */
export interface Latencies {
  /** Until the answer: the complaint is in the log. */
  readonly answered: readonly number[];
  /** Until a report that was asked for it (`atLeast` its position) shows it: relayed and counted. */
  readonly reported: readonly number[];
  /** Until its case can be read: relayed, decided by routing, relayed again and shown. */
  readonly shown: readonly number[];
}

interface Filed {
  readonly caseId: string;
  readonly results: readonly { readonly position: number }[];
}

const fault = async (what: string, answer: Response): Promise<Error> =>
  new Error(`${what}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);

/** Reads the answer to its end, or it stands in the way of the next. */
const drained = async (answer: Response): Promise<Response> => {
  await answer.arrayBuffer();
  return answer;
};

const untilReported = async (fleet: Fleet, period: string, position: number): Promise<void> => {
  const answer = await fleet.request('reporting', `/v1/reports/monthly/${period}?atLeast=${position}`);
  if (!answer.ok) throw await fault('the report', answer);
  await drained(answer);
};

const untilShown = async (fleet: Fleet, caseId: string): Promise<void> => {
  const path = `/v1/cases/${caseId}`;
  for (const end = performance.now() + LOST_MS; ;) {
    const answer = await fleet.request('reporting', path);
    if (answer.ok) return void (await drained(answer));
    if (answer.status !== 404) throw await fault('the case', answer);
    if (performance.now() > end) throw new Error(`${path} is not there after ${LOST_MS / 1_000} s`);
    await drained(answer);
    await delay(AGAIN_MS);
  }
};

/**
 * Files complaints one by one, at times that do not depend on the answers, and follows each to where it can be read, of the instances of
 * reporting each in its turn.
 */
export const timeComplaints = async (
  fleet: Fleet,
  { count, perSecond }: { readonly count: number; readonly perSecond: number },
): Promise<Latencies> => {
  const period = new Date().toISOString().slice(0, 7);
  const latencies = { answered: [] as number[], reported: [] as number[], shown: [] as number[] };
  const follow = async (): Promise<void> => {
    const sent = performance.now();
    const since = (): number => performance.now() - sent;
    const { caseId, results } = await fleet.ask<Filed>('intake', '/v1/complaints', {
      complaintId: `bench-${randomUUID()}`,
      channel: 'phone',
      level: 'major',
      category: 'service-quality',
      complainant: { name: '李华', phone: '13800000001' },
      detail: 'The technician was rude and left before the work was done.',
    });
    latencies.answered.push(since());
    await Promise.all([
      untilReported(fleet, period, results[0]?.position ?? 0).then(() => latencies.reported.push(since())),
      untilShown(fleet, caseId).then(() => latencies.shown.push(since())),
    ]);
  };
  const begun = performance.now();
  const following: Promise<void>[] = [];
  for (let probe = 0; probe < count; probe++) {
    await delay(Math.max(0, begun + (probe * 1_000) / perSecond - performance.now()));
    const followed = follow();
    // Heard of below, when all are sent.
    followed.catch(() => undefined);
    following.push(followed);
  }
  await Promise.all(following);
  return latencies;
};
