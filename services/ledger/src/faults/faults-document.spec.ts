import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const docs = new URL('../../../../docs/', import.meta.url);

const namedIn = (document: string): readonly (readonly [name: string, file: string])[] => {
  const text = readFileSync(fileURLToPath(new URL(document, docs)), 'utf8');
  return [...text.matchAll(/\[([^\]]+)\]\(([^)]+\.spec\.ts)\)/g)].map(([, name = '', file = '']) => [name, file]);
};

const named = namedIn('faults.md');

describe('docs/faults.md', () => {
  it('names tests, and those that the Chinese page names', () => {
    expect(named.length).toBeGreaterThan(10);
    expect(namedIn('faults.zh-CN.md')).toEqual(named);
  });

  it.each(named)('“%s” is a test of %s', (name, file) => {
    expect(readFileSync(fileURLToPath(new URL(file, docs)), 'utf8')).toContain(`'${name}'`);
  });
});
