import { describe, expect, it } from '@jest/globals';
import { parseMapping } from './load-mapping.ts';

const issuesOf = (text: string): string => {
  try {
    parseMapping(text, 'm.yaml');
  } catch (error) {
    expect(error).toMatchObject({
      code: 'config',
      details: { zh: { message: expect.stringMatching(/\p{Script=Han}/u) } },
    });
    return (error as Error).message;
  }
  return 'none';
};

const rows = `rows:
  key: "{id}"
  emit:
    - { type: complaint.filed, time: "{at}" }
`;

describe('parseMapping', () => {
  it('reads a mapping and knows the line of each part', () => {
    const { mapping, yaml } = parseMapping(`source: crm://x\nzone: Asia/Shanghai\n${rows}`, 'm.yaml');
    const lineOf = (path: (string | number)[]): number => yaml.placeOf(path).line;
    expect(mapping.rows?.emit[0]?.type).toBe('complaint.filed');
    expect(lineOf(['rows', 'emit', 0])).toBe(6);
    expect(lineOf(['rows', 'emit', 0, 'fields', 'nowhere'])).toBe(6);
    expect(lineOf(['zone'])).toBe(2);
  });

  it.each([
    [
      'a key that there is not',
      `source: x\nsorce: y\n${rows}`,
      "m.yaml:2: sorce: There is no key 'sorce' here. Do you mean 'source'?",
    ],
    ['a key that there is not, inside', `source: x\n${rows}      whn: {}\n`, 'm.yaml:6'],
    ['what is not YAML', 'source: "x\n', 'm.yaml:2: This is not valid YAML'],
    ['a duplicate key', `source: x\nsource: y\n${rows}`, 'm.yaml:2'],
    [
      'a wrong sort of value',
      `source: x\nheader: first\n${rows}`,
      "m.yaml:2: header: 'first' stands where a whole number must be.",
    ],
    ['no source', rows, "m.yaml:1: 'source' is missing."],
    [
      'no such zone',
      `source: x\nzone: Europe/Stokholm\n${rows}`,
      "m.yaml:2: zone: There is no time zone 'Europe/Stokholm'.",
    ],
    [
      'both shapes',
      `source: x\n${rows}log: { case: "{a}", time: "{b}" }\n`,
      'm.yaml:2: rows: A mapping has one shape.',
    ],
    ['neither shape', 'source: x\n', 'm.yaml:1: A mapping has one shape.'],
    ['a snapshot that is no time', `source: x\nsnapshot: soon\n${rows}`, "m.yaml:2: snapshot: 'soon' is no time."],
    ['a snapshot without offset or zone', `source: x\nsnapshot: "2012-01-01"\n${rows}`, 'm.yaml:2'],
    ['an encoding that is not read', `source: x\nencoding: ebcdic\n${rows}`, 'm.yaml:2'],
    [
      'messages at the end under a clock that goes by rows',
      'source: x\nclock: rows\nlog:\n  case: "{a}"\n  time: "{b}"\n  emit: [{ type: case.closed, once: last }]\n',
      'm.yaml:2: clock: ',
    ],
  ])('names the line of %s', (_, text, expected) => {
    expect(issuesOf(text)).toContain(expected);
  });

  it('tells every issue at once, in order of lines', () => {
    const message = issuesOf(`sorce: x\nzone: 7\nclock: sometimes\n${rows}`);
    const [first, ...lines] = message.split('\n');
    expect(first).toBe('The mapping m.yaml has 4 faults:');
    expect(lines.map((line) => line.split(':')[1])).toEqual(['1', '1', '2', '3']);
  });
});
