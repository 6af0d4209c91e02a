// Started by plain `node` from the npm scripts, on a fresh clone and on a Node as old as 18: CommonJS, no packages.
'use strict';

const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const NODE_MAJOR = 24;
const onWindows = process.platform === 'win32';

const say = (text) => process.stderr.write(`complaint-ledger: ${text}\n`);
const fail = (text) => {
  say(text);
  process.exit(1);
};

const modified = (file) => {
  const stat = fs.statSync(path.join(root, file), { throwIfNoEntry: false });
  return stat === undefined ? undefined : stat.mtimeMs;
};

/** Path of a Node that is new enough: the running one, or the one that the npm package `node` brings. */
const findNode = () => {
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return process.execPath;
  say(`Node ${process.versions.node} is too old; using Node ${NODE_MAJOR} from npm.`);
  const found = spawnSync('npx', ['-y', `node@${NODE_MAJOR}`, '-p', 'process.execPath'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: onWindows,
  });
  const file = (found.stdout || '').trim();
  if (found.status !== 0 || file === '') {
    fail(`Node ${NODE_MAJOR} could not be had through npx. Install Node ${NODE_MAJOR} or newer and run this again.`);
  }
  return file;
};

const environment = (node, extra) => ({
  ...process.env,
  ...extra,
  PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH || ''}`,
});

/** Runs a command to its end and returns its exit code; results of the task itself stay on stdout. */
const run = (node, command, args, extra = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: extra.cwd || root,
      env: environment(node, extra.env),
      stdio: extra.stdio || 'inherit',
      shell: onWindows && command === 'npm',
    });
    // A terminal sends its signals to the whole group; only what was sent to this process alone must be passed on.
    const pass = (signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    // npm ends by a signal without passing it on: what it leaves behind must not go on serving.
    const parent = process.ppid;
    const orphaned = setInterval(() => {
      if (process.env.npm_lifecycle_event !== undefined && process.ppid !== parent) child.kill('SIGTERM');
    }, 250);
    child.on('error', (error) => {
      say(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code, signal) => {
      clearInterval(orphaned);
      for (const each of signals) process.off(each, pass);
      resolve(code === null ? 128 + (require('node:os').constants.signals[signal] || 0) : code);
    });
  });

const must = async (step) => {
  const code = await step;
  if (code !== 0) process.exit(code);
};

const install = async (node) => {
  const locked = modified('package-lock.json');
  const installed = modified('node_modules/.package-lock.json');
  if (installed !== undefined && (locked === undefined || locked <= installed)) return;
  say(installed === undefined ? 'installing packages (once; about a minute).' : 'packages changed; installing them.');
  const command = locked === undefined ? 'install' : 'ci';
  const args = [command, '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'];
  await must(run(node, 'npm', args, { stdio: ['ignore', 2, 2] }));
  const record = path.join(root, 'node_modules/.package-lock.json');
  if (fs.existsSync(record)) fs.utimesSync(record, new Date(), new Date());
};

const program = (name) => path.join(root, 'node_modules', name);

const build = async (node) => {
  if (modified('services/ledger/dist/main.js') === undefined) say('building.');
  await must(run(node, node, [program('typescript/bin/tsc'), '-b'], { stdio: ['ignore', 2, 2] }));
};

const lint = (node, args = []) =>
  run(node, node, [program('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', ...args]);

const ledger = (node, args) => run(node, node, [path.join(root, 'services/ledger/bin/ledger.js'), ...args]);

/** Jest on native ES modules, as arguments of Node. */
const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', program('jest/bin/jest.js')];

const jest = (node, args, env = {}) => run(node, node, [...JEST, ...args], { env });

const separate = ['\\.(data|engine|deploy)\\.spec\\.ts$', '/node_modules/'];

const tasks = {
  start: async (node, args) => {
    await build(node);
    return ledger(node, ['serve', ...args]);
  },
  demo: async (node, args) => {
    await build(node);
    return ledger(node, ['demo', ...args]);
  },
  ledger: async (node, args) => {
    await build(node);
    return ledger(node, args);
  },
  build: async (node) => {
    await build(node);
    return 0;
  },
  lint: (node, args) => lint(node, args),
  /** `npm test` builds, lints and tests all; `npm test -- libs/http` tests a part. */
  test: async (node, args) => {
    await build(node);
    const linted = args.every((arg) => arg.startsWith('-')) ? await lint(node) : 0;
    const tested = await jest(node, [...separate.map((pattern) => `--testPathIgnorePatterns=${pattern}`), ...args]);
    if (linted !== 0) say('the linter found something; it stands above the tests.');
    return tested || linted;
  },
  'test:data': async (node, args) => {
    const folder = process.env.SHARED_DATA;
    if (folder === undefined || !fs.existsSync(folder)) {
      fail(
        `SHARED_DATA must name the folder with the real logs; ${folder === undefined ? 'it is not set' : `${folder} is not there`}.`,
      );
    }
    await build(node);
    return jest(node, args, { TEST_MATCH: '**/src/**/*.data.spec.ts', SHARED_DATA: path.resolve(folder) });
  },
  /** `npm run test:engines` starts what the machine can get and tests the adapters on it. */
  'test:engines': async (node, args) => {
    await build(node);
    const order = `--testSequencer=${path.join(root, 'tools/fleets-first.js')}`;
    // Two specs share the engines and the machine.
    const command = [node, ...JEST, order, '--maxWorkers=2', '--testTimeout=120000', ...args];
    return run(node, node, [path.join(root, 'tools/engines/engines.js'), 'run', '--', ...command], {
      // What could not be had is an error in CI.
      env: { TEST_MATCH: '**/src/**/*.engine.spec.ts', ...(args.includes('--ci') && { CI: 'true' }) },
    });
  },
  /** `npm run test:deploy` has the files of deploy/ judged by the programs that read them, and carries the image out without Docker. */
  'test:deploy': async (node, args) => {
    await build(node);
    const engines = [path.join(root, 'tools/engines/engines.js'), 'run', '--', node, ...JEST, '--runInBand', ...args];
    return run(node, node, [path.join(root, 'tools/checkers/checkers.js'), '--', node, ...engines], {
      env: { TEST_MATCH: '**/src/**/*.deploy.spec.ts', ...(args.includes('--ci') && { CI: 'true' }) },
    });
  },
  /** `npm run docs:rules` writes docs/rules.md and the schema of pack files anew. */
  'docs:rules': (node) =>
    run(node, node, [
      '--conditions=@complaint-ledger/source',
      path.join(root, 'services/ledger/src/rules-doc/write-docs.ts'),
    ]),
  bench: async (node, args) => {
    await build(node);
    // npm keeps options for itself unless they stand behind two dashes.
    return run(node, 'npm', ['run', 'bench', '--workspaces', '--if-present', '--', ...args]);
  },
  /** `npm run bench:distributed -- --help`; servers are started where no variable names one. */
  'bench:distributed': async (node, args) => {
    await build(node);
    return run(node, node, [path.join(root, 'services/ledger/dist/bench/distributed/run.js'), ...args]);
  },
};

const main = async () => {
  const [task = '', ...args] = process.argv.slice(2);
  if (!Object.hasOwn(tasks, task)) fail(`no task "${task}"; there are ${Object.keys(tasks).join(', ')}.`);
  const node = findNode();
  await install(node);
  process.exitCode = await tasks[task](node, args);
};

main().catch((error) => fail(error.message));
