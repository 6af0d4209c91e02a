import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { keptMapping } from '../testing/collect.ts';
import { loadMapping } from './load-mapping.ts';
import { Mapping } from './mapping-schema.ts';
import { policyReference } from './policy-reference.ts';

const kept = readdirSync(keptMapping('')).filter((name) => name.endsWith('.yaml'));
const mappings = kept.filter((name) => !name.endsWith('.policy.yaml'));

describe('the folder of mappings', () => {
  it('has the schema that editors check them by, as the importer knows it', () => {
    const file: unknown = JSON.parse(readFileSync(keptMapping('mapping.schema.json'), 'utf8'));
    expect(file).toEqual(JSON.parse(JSON.stringify(Mapping)));
  });

  it.each(mappings)('%s fits the schema, and its pack can be read', async (name) => {
    const file = keptMapping(name);
    const { mapping, text } = await loadMapping(file);
    expect(text).toContain('# yaml-language-server: $schema=mapping.schema.json');
    const policy = await policyReference(mapping.policy ?? '', file);
    expect(policy.file).toBeDefined();
  });

  it('has packs of different ids, which can be installed together', () => {
    const extra = kept.filter((name) => name.endsWith('.policy.yaml')).map(keptMapping);
    expect(openPolicyBook({ extra }).ids().length).toBe(openPolicyBook().ids().length + extra.length);
  });
});
