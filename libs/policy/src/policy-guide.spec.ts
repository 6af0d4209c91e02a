import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { checkPack } from './check-pack.ts';
import { PolicyPack } from './pack.ts';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** Whole packs among the fenced blocks: those that have an id. */
const packsIn = (text: string): readonly string[] =>
  [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, block = '']) => block).filter((block) => /^id: /m.test(block));

const english = packsIn(read('docs/policy.md'));
const chinese = packsIn(read('docs/policy.zh-CN.md'));

const idOf = (block: string): string => (parse(block) as { readonly id: string }).id;

describe('the guide to policy packs', () => {
  it.each([...english, ...chinese].map((block) => [idOf(block), block]))(
    'shows a pack without a fault: %s',
    (id, text) => {
      expect(checkPack(text, { file: `${id}.yaml` })).toMatchObject({ id });
    },
  );

  it('shows the same packs in both languages', () => {
    expect(chinese.map((block) => parse(block) as unknown)).toEqual(english.map((block) => parse(block) as unknown));
    expect(new Set(english.map(idOf)).size).toBe(english.length);
  });

  it('begins with the pack of the examples folder', () => {
    expect(parse(english[0] ?? '')).toEqual(parse(read('examples/corner-shop.yaml')));
  });

  it('has an example of every section of a pack', () => {
    const shown = new Set(english.flatMap((block) => Object.keys(parse(block) as object)));
    expect(Object.keys(PolicyPack.properties).filter((section) => !shown.has(section))).toEqual([]);
  });

  it('comments the Chinese packs in Chinese', () => {
    const comments = chinese.flatMap((block) => [...block.matchAll(/# (.*)$/gm)].map(([, comment = '']) => comment));
    const foreign = comments.filter(
      (comment) => !/[\p{Script=Han}]/u.test(comment) && !/^[\w/-]+\.yaml$|^[A-Z]+-\d+$/.test(comment),
    );
    expect(foreign).toEqual([]);
  });
});
