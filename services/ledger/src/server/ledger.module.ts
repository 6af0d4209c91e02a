import { type DynamicModule, Module } from '@nestjs/common';
import { IntakeModule } from '@complaint-ledger/intake';
import { ReportingModule } from '@complaint-ledger/reporting';
import { RoutingModule } from '@complaint-ledger/routing';
import type { Ledger } from '../open/open-ledger.ts';
import { LedgerController } from './ledger.controller.ts';
import { SERVER_PARTS, type ServerParts } from './server-parts.ts';

@Module({})
class LedgerModule {}

/** Intake, routing and reporting of one ledger, in one process. */
export const ledgerModule = (ledger: Ledger, parts: ServerParts): DynamicModule => ({
  module: LedgerModule,
  imports: [
    IntakeModule.forRoot({ receiver: ledger.receiver, quarantine: ledger.quarantine, webhooks: ledger.webhooks }),
    RoutingModule.forRoot(ledger.commands, ledger.callers),
    ReportingModule.forRoot(ledger.reporting),
  ],
  controllers: [LedgerController],
  providers: [{ provide: SERVER_PARTS, useValue: parts }],
});
