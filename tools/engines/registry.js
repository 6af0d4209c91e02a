import { readdirSync } from 'node:fs';

/**
 * An engine is one file `NAME.engine.js` beside this one that exports `engine`:
 *
 * - `name`: as the command line calls it;
 * - `variable`: the environment variable that names its address, LEDGER_KAFKA;
 * - `instead`, if there is one: another engine's variable; somebody's own server under that name does this engine's work, too;
 * - `get({ cache, say })`, if there is something to get: fetches or builds what the server runs from; what is there already is kept;
 * - `prepare({ cache, folder, say })`: gets what is needed and answers how to start it: `{ file, args, env?, address, more? }`;
 *   `more`: other environment variables that tests of this engine may want.
 *   `cache` outlives `folder`, which is this engine's own. The command line must name the folder, by which the process is
 *   known again. Throws with a reason when it cannot be had;
 * - `ready({ address, log })`: throws until the server answers; `log` is what it has written since it was started, absent for
 *   somebody's own server.
 */
export const loadEngines = async () => {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.engine.js'));
  const modules = await Promise.all(files.sort().map((file) => import(new URL(file, import.meta.url).href)));
  return modules.map(({ engine }) => engine);
};
