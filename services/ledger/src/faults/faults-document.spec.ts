import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const docs = new URL('../../../../docs/', import.meta.url);
const text = readFileSync(fileURLToPath(new URL('faults.md', docs)), 'utf8');
const named = [...text.matchAll(/\[([^\]]+)\]\(([^)]+\.spec\.ts)\)/g)].map(([, name = '', file = '']) => [name, file]);

describe('docs/faults.md', () => {
  it('names tests', () => {
    expect(named.length).toBeGreaterThan(10);
  });

  it.each(named)('“%s” is a test of %s', (name = '', file = '') => {
    expect(readFileSync(fileURLToPath(new URL(file, docs)), 'utf8')).toContain(`'${name}'`);
  });
});
