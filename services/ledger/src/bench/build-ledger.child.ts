// Builds a ledger of about so many events from a simulated year. Arguments: the folder, the events.
import { simulateCallCentre } from '@complaint-ledger/testing';
import { pino } from 'pino';
import { feedCallCentre } from '../demo/feed-call-centre.ts';
import { openLedger } from '../open/open-ledger.ts';
import { YEAR, complaintsFor } from './big-ledger.ts';

const [data = '.', wanted = '0'] = process.argv.slice(2);
const log = pino({ level: 'error' }, pino.destination(2));
const ledger = await openLedger({ configuration: { data, policy: 'standard', packs: [] }, environment: {}, log });
const begun = performance.now();
const fed = await feedCallCentre(
  simulateCallCentre({ ...YEAR, cases: complaintsFor(Number(wanted)) }),
  ledger.receiver,
  {
    signal: new AbortController().signal,
    onProgress: () => undefined,
  },
);
await ledger.settled();
const seconds = (performance.now() - begun) / 1_000;
const { secret } = await ledger.keyRing.create({ role: 'admin', label: 'bench' });
const events = await ledger.store.head();
await ledger.close();
const peakMb = process.resourceUsage().maxRSS / 1_024;
process.stdout.write(`${JSON.stringify({ events, messages: fed.messages, seconds, key: secret, peakMb })}\n`);
