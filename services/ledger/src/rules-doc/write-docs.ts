import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packSchema } from '@complaint-ledger/policy';
import { currentRulesDocument } from './current-rules-document.ts';
import { root } from './source-files.ts';

// Run by `npm run docs:rules`.
writeFileSync(join(root, 'docs/rules.md'), currentRulesDocument());
writeFileSync(join(root, 'docs/policy-pack.schema.json'), `${JSON.stringify(packSchema(), null, 2)}\n`);
