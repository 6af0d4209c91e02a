import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CaseCommands } from '../commands/case-commands.ts';
import { CaseCommandsController } from './case-commands.controller.ts';
import { RunCaseCommandHandler } from './run-case-command.ts';

@Module({})
export class RoutingModule {
  static forRoot(commands: CaseCommands): DynamicModule {
    return {
      module: RoutingModule,
      imports: [CqrsModule.forRoot()],
      controllers: [CaseCommandsController],
      providers: [{ provide: CaseCommands, useValue: commands }, RunCaseCommandHandler],
    };
  }
}
