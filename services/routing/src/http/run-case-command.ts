import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CaseCommands, type CommandAnswer, type CommandRequest } from '../commands/case-commands.ts';

/** One command of an agent or manager, on its way to its case. */
export class RunCaseCommand extends Command<CommandAnswer> {
  readonly request: CommandRequest;

  constructor(request: CommandRequest) {
    super();
    this.request = request;
  }
}

@CommandHandler(RunCaseCommand)
export class RunCaseCommandHandler implements ICommandHandler<RunCaseCommand> {
  readonly #commands: CaseCommands;

  constructor(commands: CaseCommands) {
    this.#commands = commands;
  }

  execute({ request }: RunCaseCommand): Promise<CommandAnswer> {
    return this.#commands.execute(request);
  }
}
