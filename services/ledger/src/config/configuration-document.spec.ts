import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../rules-doc/source-files.ts';
import { configurationSchema } from './config-schema.ts';
import { configurationDocument } from './configuration-document.ts';

const written = (file: string): string => readFileSync(join(root, 'docs', file), 'utf8');

describe('what `npm run docs:rules` writes of the settings', () => {
  it('is as they are in English', () => {
    expect(written('configuration.md')).toBe(configurationDocument('en'));
  });

  it('is as they are in Chinese', () => {
    expect(written('configuration.zh-CN.md')).toBe(configurationDocument('zh-CN'));
  });

  it('has the schema of the file, for editors', () => {
    expect(JSON.parse(written('configuration.schema.json'))).toEqual(configurationSchema());
  });
});
