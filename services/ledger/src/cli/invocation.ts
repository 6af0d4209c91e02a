import type { Command } from 'commander';
import type { Logger } from 'pino';
import { type Configuration, type Environment, type Flags, readConfiguration } from '../config/configuration.ts';
import { openLog } from '../log.ts';
import type { Say } from './language.ts';
import { type Streams, type Terminal, terminalOf } from './terminal.ts';

/** The world that a command runs in. */
export interface World extends Streams {
  readonly environment: Environment;
  readonly say: Say;
  /** Aborted by SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
}

/** One call of one command: its flags, what they configure, where it writes. */
export interface Invocation {
  readonly flags: Flags;
  readonly configuration: Configuration;
  readonly terminal: Terminal;
  readonly environment: Environment;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

export const invocation = (world: World, command: Command): Invocation => {
  const flags = command.optsWithGlobals<Flags>();
  const configuration = readConfiguration(flags, world.environment);
  return {
    flags,
    configuration,
    terminal: terminalOf(world, configuration.language, world.say, flags['json'] === true),
    environment: world.environment,
    log: openLog(configuration.log),
    signal: world.signal,
  };
};
