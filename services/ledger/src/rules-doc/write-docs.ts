import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packSchema } from '@complaint-ledger/policy';
import { configurationSchema } from '../config/config-schema.ts';
import { configurationDocument } from '../config/configuration-document.ts';
import { currentRulesDocument } from './current-rules-document.ts';
import { root } from './source-files.ts';

// Run by `npm run docs:rules`.
writeFileSync(join(root, 'docs/rules.md'), currentRulesDocument());
writeFileSync(join(root, 'docs/policy-pack.schema.json'), `${JSON.stringify(packSchema(), null, 2)}\n`);
writeFileSync(join(root, 'docs/configuration.md'), configurationDocument('en'));
writeFileSync(join(root, 'docs/configuration.zh-CN.md'), configurationDocument('zh-CN'));
writeFileSync(join(root, 'docs/configuration.schema.json'), `${JSON.stringify(configurationSchema(), null, 2)}\n`);
