import { createHttpApp } from '@complaint-ledger/http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { IntakeModule } from '../http/intake.module.ts';
import type { WebhookSettings } from '../webhooks/preset.ts';
import { Webhooks } from '../webhooks/webhooks.ts';
import type { IntakePlace } from './intake-place.ts';

export interface IntakeServer {
  readonly app: NestFastifyApplication;
  /** Lines that were logged at warn or above. */
  readonly lines: readonly string[];
}

const holder = (role: 'admin' | 'publisher') => ({ keyId: role, role, label: 'desk 7' });

/** The real edge around a place's receiver; `cl_admin` may do everything, `cl_publisher` only send. */
export const serveIntake = async (
  { receiver, quarantine, policies }: IntakePlace,
  settings: Readonly<Record<string, WebhookSettings>> = {},
): Promise<IntakeServer> => {
  const lines: string[] = [];
  const webhooks = new Webhooks({ receiver, policies, settings });
  const keyRing = {
    authenticate: async (key: string) =>
      key === 'cl_admin' ? holder('admin') : key === 'cl_publisher' ? holder('publisher') : undefined,
  };
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  return {
    app: await createHttpApp(IntakeModule.forRoot({ receiver, quarantine, webhooks }), { keyRing, log }),
    lines,
  };
};
