import { type DynamicModule, Module } from '@nestjs/common';
import type { Quarantine } from '../quarantine/quarantine.ts';
import { QuarantineDesk } from '../quarantine/quarantine-desk.ts';
import { Receiver } from '../receive/receiver.ts';
import { Webhooks } from '../webhooks/webhooks.ts';
import { EventsController } from './events.controller.ts';
import { FormsController } from './forms.controller.ts';
import { QuarantineController } from './quarantine.controller.ts';
import { WebhooksController } from './webhooks.controller.ts';

export interface IntakeModuleOptions {
  readonly receiver: Receiver;
  readonly quarantine: Quarantine;
  readonly webhooks: Webhooks;
}

/** Intake over HTTP, around a receiver that is already open. */
@Module({})
export class IntakeModule {
  static forRoot({ receiver, quarantine, webhooks }: IntakeModuleOptions): DynamicModule {
    return {
      module: IntakeModule,
      controllers: [EventsController, FormsController, QuarantineController, WebhooksController],
      providers: [
        { provide: Receiver, useValue: receiver },
        { provide: QuarantineDesk, useValue: new QuarantineDesk(quarantine, receiver) },
        { provide: Webhooks, useValue: webhooks },
      ],
    };
  }
}
