import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CallerCommands } from '../callers/caller-commands.ts';
import { CallersController } from '../callers/callers.controller.ts';
import { CaseCommands } from '../commands/case-commands.ts';
import { CaseCommandsController } from './case-commands.controller.ts';
import { RunCaseCommandHandler } from './run-case-command.ts';

@Module({})
export class RoutingModule {
  static forRoot(commands: CaseCommands, callers: CallerCommands): DynamicModule {
    return {
      module: RoutingModule,
      imports: [CqrsModule.forRoot()],
      controllers: [CaseCommandsController, CallersController],
      providers: [
        { provide: CaseCommands, useValue: commands },
        { provide: CallerCommands, useValue: callers },
        RunCaseCommandHandler,
      ],
    };
  }
}
