import { type DynamicModule, Module } from '@nestjs/common';
import { IntakeModule } from '@complaint-ledger/intake';
import { ReportingModule } from '@complaint-ledger/reporting';
import { RoutingModule } from '@complaint-ledger/routing';
import { LedgerController } from './ledger.controller.ts';
import type { ServedLedger } from './served-ledger.ts';
import { SERVER_PARTS, type ServerParts } from './server-parts.ts';

@Module({})
class LedgerModule {}

const modulesOf = (ledger: ServedLedger): readonly DynamicModule[] => {
  const { receiver, quarantine, webhooks, commands, callers, reporting } = ledger;
  const modules: DynamicModule[] = [];
  if (receiver !== undefined && quarantine !== undefined && webhooks !== undefined)
    modules.push(IntakeModule.forRoot({ receiver, quarantine, webhooks }));
  if (commands !== undefined && callers !== undefined) modules.push(RoutingModule.forRoot(commands, callers));
  if (reporting !== undefined) modules.push(ReportingModule.forRoot(reporting));
  return modules;
};

/** What a process runs of intake, routing and reporting, with the routes of the server itself. */
export const ledgerModule = (ledger: ServedLedger, parts: ServerParts): DynamicModule => ({
  module: LedgerModule,
  imports: [...modulesOf(ledger)],
  controllers: [LedgerController],
  providers: [{ provide: SERVER_PARTS, useValue: parts }],
});
