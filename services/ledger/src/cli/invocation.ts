import type { Command } from 'commander';
import type { Logger } from 'pino';
import { type Configuration, configurationOf } from '../config/configuration.ts';
import { type Environment, type Flags, GivenSettings } from '../config/given-settings.ts';
import { fileVariable, settings as known } from '../config/settings.ts';
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
  /** Every setting, wherever it was given. */
  readonly settings: GivenSettings;
  readonly configuration: Configuration;
  readonly terminal: Terminal;
  /** With LEDGER_CONFIG as the flag says it: whoever reads settings from it reads the same file. */
  readonly environment: Environment;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

export const invocation = (world: World, command: Command): Invocation => {
  const flags = command.optsWithGlobals<Flags>();
  const settings = new GivenSettings(flags, world.environment);
  const environment = {
    ...world.environment,
    ...(settings.file !== undefined && { [known.config.env]: settings.file, [fileVariable(known.config.env)]: '' }),
  };
  const configuration = configurationOf(settings, environment);
  return {
    flags,
    settings,
    configuration,
    terminal: terminalOf(world, configuration.language, world.say, flags['json'] === true),
    environment,
    log: openLog(configuration.log),
    signal: world.signal,
  };
};
