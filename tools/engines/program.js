import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const LAST_LINES = 5;
const run = promisify(execFile);

/** What a program that gets an engine prints; throws with `hint` when there is none, or with the end of what it said. */
export const program = async (file, args, hint, { milliseconds = 10 * 60_000, env = {} } = {}) => {
  try {
    return await run(file, args, { timeout: milliseconds, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 });
  } catch (error) {
    if (error.code === 'ENOENT') throw new Error(`${file} is not installed. ${hint}`, { cause: error });
    const said = (error.stderr || error.stdout || error.message).trim().split('\n').slice(-LAST_LINES).join('\n');
    throw new Error(`${file} failed: ${said}`, { cause: error });
  }
};
