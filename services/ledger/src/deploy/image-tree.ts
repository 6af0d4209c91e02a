import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { textOf } from './deploy-files.ts';
import { type Stage, environmentOf, stagesOf, wordsOf } from './dockerfile.ts';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));
/** Where the image that the stages begin with has Node. */
const BIN = 'usr/local/bin';
const asRoot = process.getuid?.() === 0;

/** What the image holds, in a folder instead of a container: the Dockerfile's own commands made it. */
export interface ImageTree {
  /** Stands for `/` of the image. */
  readonly root: string;
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
  /** Starts the image with these words behind its entry point, as the image's own user and with its settings. */
  run(words: readonly string[], environment?: Readonly<Record<string, string>>): ChildProcess;
  /** The same to the end. */
  runToEnd(
    words: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): { readonly status: number | null; readonly stdout: string; readonly stderr: string };
  /** Any program, as the user of the image. */
  exec(
    file: string,
    words: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): { status: number | null; stdout: string };
  dispose(): void;
}

/** The paths of the build context that .dockerignore leaves: `*` and then what is let in again. */
const copyContext = (to: string): void => {
  const lines = textOf('Dockerfile.dockerignore').split('\n');
  const names = lines.flatMap((line) => /^\*\*\/(.+)$/.exec(line)?.[1] ?? []);
  const patterns = names.map((name) => new RegExp(`^${name.replaceAll('.', String.raw`\.`).replace('*', '.*')}$`));
  const keeps = (path: string): boolean => !patterns.some((pattern) => pattern.test(basename(path)));
  for (const path of lines.flatMap((line) => /^!(.+)$/.exec(line)?.[1] ?? []))
    cpSync(join(repository, path), join(to, path), { recursive: true, filter: keeps });
};

/** Answers the stage's working folder, which stages made from it begin in. */
const carriedOut = (stage: Stage, folderOf: (name: string) => string, workdir: string): string => {
  const root = folderOf(stage.name);
  let folder = join(root, workdir);
  /** Paths of the image in a command line, put under its folder. */
  const placed = (text: string): string => text.replaceAll(/(?<=\s|^)\/(?=(app|data|usr)\b)/g, `${root}/`);
  const does: Readonly<Record<string, (rest: string) => void>> = {
    WORKDIR: (rest) => {
      folder = placed(rest);
      mkdirSync(folder, { recursive: true });
    },
    COPY: (rest) => {
      if (rest === '. .') return copyContext(folder);
      const [, from, words = ''] = /^--from=(\S+) (.+)$/.exec(rest) ?? [];
      if (from === undefined) throw new Error(`cannot carry out COPY ${rest}`);
      const sources = words.split(/\s+/);
      const target = join(folder, sources.pop() ?? '');
      for (const source of sources) {
        const file = join(folderOf(from), source);
        // A folder gives its content to the target, a file goes into it.
        const to = words.endsWith('/') ? join(target, basename(source)) : target;
        cpSync(file, to, { recursive: true, verbatimSymlinks: true });
      }
    },
    RUN: (rest) => {
      const line = placed(asRoot ? rest : rest.replace(' -o 1000 -g 1000', ''));
      const done = spawnSync('sh', ['-ec', line], {
        cwd: folder,
        encoding: 'utf8',
        env: {
          ...process.env,
          PATH: `${join(root, BIN)}:${process.env['PATH'] ?? ''}`,
          npm_config_prefer_offline: 'true',
        },
      });
      if (done.status !== 0) throw new Error(`RUN ${rest} failed: ${done.stdout}${done.stderr}`);
    },
  };
  const asLabels = (): void => {};
  for (const { name, rest } of stage.instructions) (does[name] ?? asLabels)(rest);
  return relative(root, folder);
};

const treeIn = (scratch: string): ImageTree => {
  const folderOf = (name: string): string => join(scratch, name);
  const stages = stagesOf(textOf('Dockerfile'));
  const workdirs = new Map<string, string>();
  for (const stage of stages) {
    const workdir = workdirs.get(stage.from);
    if (workdir === undefined) {
      mkdirSync(join(folderOf(stage.name), BIN), { recursive: true });
      copyFileSync(process.execPath, join(folderOf(stage.name), BIN, 'node'));
    } else cpSync(folderOf(stage.from), folderOf(stage.name), { recursive: true, verbatimSymlinks: true });
    workdirs.set(stage.name, carriedOut(stage, folderOf, workdir ?? '.'));
  }
  const last = stages.at(-1);
  if (last === undefined) throw new Error('deploy/Dockerfile has no stage');
  const root = folderOf(last.name);
  for (const { name } of stages) if (name !== last.name) rmSync(folderOf(name), { recursive: true });
  const closed = spawnSync('chmod', ['-R', 'a-w,a+rX', join(root, 'app')], { encoding: 'utf8' });
  if (closed.status !== 0) throw new Error(closed.stderr);

  const [uid = 0, gid = 0] = (last.instructions.find(({ name }) => name === 'USER')?.rest ?? '').split(':').map(Number);
  const environment = Object.fromEntries(
    Object.entries(environmentOf(last)).map(([name, value]) => [name, value.replace(/^\/(?=data)/, `${root}/`)]),
  );
  const options = (more: Readonly<Record<string, string>>) => ({
    cwd: join(root, 'app'),
    env: { PATH: `${join(root, BIN)}:/usr/bin:/bin`, ...environment, ...more },
    ...(asRoot && { uid, gid }),
  });
  const entrypoint = wordsOf(last, 'ENTRYPOINT').map((word) => word.replace(/^\/(?=app)/, `${root}/`));
  const [file = '', ...before] = entrypoint;
  return {
    root,
    command: wordsOf(last, 'CMD'),
    healthcheck: wordsOf(last, 'HEALTHCHECK'),
    run: (words, more = {}) =>
      spawn(file, [...before, ...words], { ...options(more), stdio: ['ignore', 'pipe', 'pipe'] }),
    runToEnd: (words, more = {}) => spawnSync(file, [...before, ...words], { ...options(more), encoding: 'utf8' }),
    exec: (program, words, more = {}) => spawnSync(program, words, { ...options(more), encoding: 'utf8' }),
    dispose: () => rmSync(scratch, { recursive: true, force: true }),
  };
};

/**
 * Carries the stages of deploy/Dockerfile out in a scratch folder: same context, same commands, same order, on the machine's own system
 * and the Node that runs this. What is written there afterwards can be written by nobody.
 */
export const makeImageTree = (): ImageTree => {
  const scratch = mkdtempSync(join(tmpdir(), 'complaint-ledger-image-'));
  chmodSync(scratch, 0o755);
  try {
    return treeIn(scratch);
  } catch (error) {
    rmSync(scratch, { recursive: true, force: true });
    throw error;
  }
};
