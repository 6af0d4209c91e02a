import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Folder deploy/ of the repository. */
export const deployFolder = fileURLToPath(new URL('../../../../deploy/', import.meta.url));

/** What a program that judges files of deploy/ says; its working folder is deploy/. Throws when `npm run test:deploy` did not bring it. */
export const checked = (
  name: string,
  args: readonly string[],
  {
    input,
    environment = {},
  }: { readonly input?: string; readonly environment?: Readonly<Record<string, string>> } = {},
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } => {
  const { error, status, stdout, stderr } = spawnSync(name, args, {
    cwd: deployFolder,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    ...(input !== undefined && { input }),
  });
  if (error !== undefined)
    throw new Error(`${name} cannot be started: ${error.message}. \`npm run test:deploy\` gets it.`, { cause: error });
  return { status, stdout, stderr };
};

/** The same, and its output when it is content; otherwise throws what it says. */
export const passes = (...call: Parameters<typeof checked>): string => {
  const { status, stdout, stderr } = checked(...call);
  if (status !== 0) throw new Error(`${call[0]} ${call[1].join(' ')}: exit ${status}\n${stdout}${stderr}`);
  return stdout;
};
