import { CommanderError } from 'commander';
import { LedgerError } from '@complaint-ledger/contracts';
import { ledgerProgram } from './cli/program.ts';
import { type Language, sayIn } from './cli/language.ts';
import { tellError, tellStopped } from './cli/tell-error.ts';
import type { Streams } from './cli/terminal.ts';
import { type Environment, languageGiven } from './config/configuration.ts';
import { GivenSettings } from './config/given-settings.ts';

/** The language has to be known before the command line is read, for help and for what is wrong with it. */
const languageAskedFor = (args: readonly string[], environment: Environment): Language => {
  const said = (flag: string): string | undefined => {
    const at = args.findIndex((arg) => arg === flag || arg.startsWith(`${flag}=`));
    return at < 0 ? undefined : (args[at]?.split('=', 2)[1] ?? args[at + 1]);
  };
  const { LEDGER_CONFIG: _, LEDGER_CONFIG_FILE: __, ...rest } = environment;
  const [lang, config] = [said('--lang'), said('--config')];
  // A fault of the configuration file is told in the language that can be known without it.
  for (const [flags, env] of [
    [{ lang, config }, environment],
    [{ lang }, rest],
  ] as const) {
    try {
      return languageGiven(new GivenSettings(flags, env), env);
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
    }
  }
  return 'en';
};

/** 128 + SIGINT, as shells have it. */
const STOPPED = 130;

export interface MainOptions extends Streams {
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

const isAskedFor = (error: CommanderError): boolean =>
  error.code === 'commander.helpDisplayed' || error.code === 'commander.help' || error.code === 'commander.version';

/** Runs one command line; answers the exit code: 0 only for success. */
export const run = async (args: readonly string[], options: MainOptions): Promise<number> => {
  const say = sayIn(languageAskedFor(args, options.environment));
  try {
    const program = ledgerProgram({ ...options, say });
    if (args.length === 0) {
      program.outputHelp();
      return 0;
    }
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0 && isAskedFor(error)) return 0;
    const stopped = options.signal.aborted && !(error instanceof LedgerError);
    for (const line of stopped ? [tellStopped(say)] : tellError(error, say)) options.stderr.write(`${line}\n`);
    if (options.environment['LEDGER_LOG'] === 'debug' && error instanceof Error)
      options.stderr.write(`${error.stack}\n`);
    return stopped ? STOPPED : 1;
  }
};

/** A terminal and npm may both pass on the same Ctrl-C. */
const SAME_SIGNAL_MS = 1_000;

/** The process: a signal aborts the command in hand, which then ends in order; a second one ends it at once. */
export const main = async (args: readonly string[]): Promise<number> => {
  const abort = new AbortController();
  let first: number | undefined;
  const stop = (): void => {
    const now = performance.now();
    if (first !== undefined && now - first > SAME_SIGNAL_MS) process.exit(STOPPED);
    first ??= now;
    abort.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  // A reader that has seen enough (`ledger … | head`) is no fault: the command ends in order.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      abort.abort();
    });
  const code = await run(args, {
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    signal: abort.signal,
  });
  // A connection that did not close in time does not hold the process, but what was said is told to its end.
  setInterval(() => {
    if (process.stdout.writableLength === 0) process.exit(code);
  }, SAME_SIGNAL_MS).unref();
  return code;
};
