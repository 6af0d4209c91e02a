import { type DynamicModule, Module } from '@nestjs/common';
import { Reporting } from '../reporting.ts';
import { AgentsController } from './agents.controller.ts';
import { CallLogController } from './call-log.controller.ts';
import { CallersController } from './callers.controller.ts';
import { CasesController } from './cases.controller.ts';
import { CaseFormsController } from './case-forms.controller.ts';
import { KeyCustomersController } from './key-customers.controller.ts';
import { ReportsController } from './reports.controller.ts';

@Module({})
export class ReportingModule {
  static forRoot(reporting: Reporting): DynamicModule {
    return {
      module: ReportingModule,
      controllers: [
        KeyCustomersController,
        ReportsController,
        AgentsController,
        CallLogController,
        CallersController,
        CasesController,
        CaseFormsController,
      ],
      providers: [{ provide: Reporting, useValue: reporting }],
    };
  }
}
