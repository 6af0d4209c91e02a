export { type CaseState, type Deadline, type Moment, type Penalty } from './cases/case-state.ts';
export { type AnyCaseEvent, evolve } from './cases/evolve.ts';
export { decideFact } from './cases/decide-fact.ts';
export { CaseRepository } from './cases/case-repository.ts';
export { CaseCommands, type CommandAnswer, type CommandRequest } from './commands/case-commands.ts';
export { decideCommand } from './commands/decide-command.ts';
export type { Command } from './commands/command.ts';
export { RoutingModule } from './http/routing.module.ts';
export { Routing, type RoutingParts } from './routing.ts';
