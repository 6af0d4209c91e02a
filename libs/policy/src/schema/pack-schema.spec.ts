import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Compile } from 'typebox/compile';
import { Condition, PolicyPack } from '../pack.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { type Json, packSchema } from './pack-schema.ts';
import { dimensionWords, propertyWords } from './property-words.ts';

const schema = packSchema();
const packs = new URL('../../packs/', import.meta.url);
const valid = (value: unknown): boolean => Compile(schema).Check(value);
const standing = (yaml: string): unknown => readYaml(yaml, 'pack.yaml').value;

/** Places of all properties of a pack, without those inside conditions. */
const places = (at: Json, path: string): readonly string[] => {
  const of = (key: string): readonly Json[] => {
    const value = at[key];
    if (Array.isArray(value)) return value as readonly Json[];
    return typeof value === 'object' && value !== null ? [value as Json] : [];
  };
  const [properties] = of('properties');
  if (properties && 'outOfHours' in properties) return [];
  return [
    ...Object.entries(properties ?? {}).flatMap(([key, inner]) => {
      const place = path === '' ? key : `${path}.${key}`;
      return [place, ...places(inner as Json, place)];
    }),
    ...of('patternProperties').flatMap((tables) =>
      Object.values(tables).flatMap((inner) => places(inner as Json, `${path}.*`)),
    ),
    ...of('items').flatMap((inner) => places(inner, `${path}[]`)),
    ...of('anyOf').flatMap((inner) => places(inner, path)),
  ];
};

describe('the schema of a pack file', () => {
  it('tells what every property is for, and of none that there is not', () => {
    const all = places({ ...PolicyPack }, '')
      .filter((place) => !/\.(zh-CN|en)$/.test(place))
      .map((place) => place.replace(/^reports\.\w+\./, 'reports.*.'));
    expect([...new Set(all)].toSorted()).toEqual(Object.keys(propertyWords).toSorted());
    expect(Object.keys(Condition.properties).toSorted()).toEqual(Object.keys(dimensionWords).toSorted());
  });

  it.each(readdirSync(packs))('takes %s', (name) => {
    expect(valid(standing(readFileSync(new URL(name, packs), 'utf8')))).toBe(true);
  });

  it.each([
    ['an unknown key', 'transfers: {}'],
    ['an unknown key of a deadline', 'deadlines: { reply: { start: filed } }'],
    ['a milestone that there is not', 'deadlines: { reply: { metBy: answered } }'],
    ['an unknown dimension', 'assignment: [{ when: { colour: red }, to: { department: sales } }]'],
    ['an amount without a currency', 'deadlines: { reply: { penalty: 20 } }'],
    ['a name in one language', 'levels: { low: { zh-CN: 低, de: Niedrig } }'],
    ['a version that is no number', 'version: one'],
  ])('refuses %s', (_, rules) => {
    const text = rules.startsWith('version')
      ? `id: mine\nextends: standard\n${rules}`
      : `id: mine\nversion: 1\nextends: standard\n${rules}`;
    expect(valid(standing(text))).toBe(false);
  });

  it('lets a pack that extends another say only what differs, and take things away', () => {
    expect(valid(standing('id: mine\nversion: 1\nextends: standard\nlevels: { major: ~ }\nassignment: ~\n'))).toBe(
      true,
    );
    expect(valid(standing('id: mine\nversion: 1\nlevels: { major: { zh-CN: 重, en: Major } }\n'))).toBe(false);
    expect(valid(standing('version: 1\nextends: standard\n'))).toBe(false);
  });

  it('stands in docs as it is', () => {
    const kept = readFileSync(new URL('../../../../docs/policy-pack.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(kept)).toEqual(JSON.parse(JSON.stringify(schema)));
  });
});
