import { appendFileSync } from 'node:fs';
import { wireBytes } from '@complaint-ledger/event-feed/kafka';
import type { Fleet } from '../../distributed/fleet.ts';
import type { KeptMessage } from './kafka-loop.ts';
import { logPages } from './log-events.ts';

/** Writes the events of a fleet's log to a file as the relay sends them, one a line. */
export const keepMessages = async (fleet: Fleet, file: string): Promise<void> => {
  for await (const page of logPages(fleet)) {
    const lines = page.map((event) => {
      const message: KeptMessage = {
        key: event.stream,
        value: wireBytes(event).toString(),
        headers: {
          'content-type': 'application/cloudevents+json',
          'event-id': event.id,
          type: event.type,
          position: String(event.position),
          previous: String(event.position),
        },
      };
      return `${JSON.stringify(message)}\n`;
    });
    appendFileSync(file, lines.join(''));
  }
};
