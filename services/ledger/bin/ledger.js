#!/usr/bin/env node
// Plain syntax on purpose: on an old Node this must still be read, to say what is wrong.
import { existsSync } from 'node:fs';

const needed = 24;
const main = new URL('../dist/main.js', import.meta.url);

if (Number(process.versions.node.split('.')[0]) < needed) {
  process.stderr.write(
    `ledger needs Node ${needed} or newer; this is ${process.versions.node}. ` +
      'Run it as `npm run ledger -- …`, which brings its own Node.\n',
  );
  process.exitCode = 1;
} else if (!existsSync(main)) {
  process.stderr.write('ledger is not built yet. Run `npm run build` first.\n');
  process.exitCode = 1;
} else {
  const { main: run } = await import(main.href);
  process.exitCode = await run(process.argv.slice(2));
}
