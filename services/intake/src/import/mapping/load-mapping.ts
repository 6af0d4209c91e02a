import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { LedgerError } from '@complaint-ledger/contracts';
import { isZone } from '@complaint-ledger/policy';
import { Compile } from 'typebox/compile';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { nearest } from '../did-you-mean.ts';
import { parseTime } from '../time/parse-time.ts';
import { Mapping } from './mapping-schema.ts';

/** A mapping and where each part of it stands in its file. */
export interface LoadedMapping {
  readonly file: string;
  readonly text: string;
  readonly mapping: Mapping;
  /** Line of the node at a path, or of the nearest node above it; from 1. */
  readonly lineOf: (path: readonly (string | number)[]) => number;
}

export type MappingPath = readonly (string | number)[];

export interface MappingIssue {
  readonly path: MappingPath;
  readonly message: string;
}

const validator = Compile(Mapping);

/** Reads and checks a mapping. Throws `config` naming file and line. */
export const loadMapping = async (file: string): Promise<LoadedMapping> => {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new LedgerError('config', `mapping ${file} cannot be read`, { path: file, cause });
  });
  return parseMapping(text, file);
};

export const parseMapping = (text: string, file: string): LoadedMapping => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineOf = (path: MappingPath): number => lineAt(document, lines, path);
  const broken = document.errors[0];
  if (broken) {
    const line = lines.linePos(broken.pos[0]).line;
    throw new LedgerError('config', `${file}:${String(line)}: not YAML: ${broken.message}`, { path: file, line });
  }
  const value: unknown = document.toJS();
  if (!validator.Check(value)) throw mappingError(file, lineOf, schemaIssues(value));
  const issues = ruleIssues(value);
  if (issues.length > 0) throw mappingError(file, lineOf, issues);
  return { file: resolve(file), text, mapping: value, lineOf };
};

/** One error that names every issue by line. */
export const mappingError = (
  file: string,
  lineOf: (path: MappingPath) => number,
  issues: readonly MappingIssue[],
): LedgerError => {
  const located = issues
    .map(({ path, message }) => ({ line: lineOf(path), path: path.join('.'), message }))
    .sort((a, b) => a.line - b.line);
  const shown = located.slice(0, 10).map(({ line, message }) => `${file}:${String(line)}: ${message}`);
  const more = located.length > 10 ? [`and ${String(located.length - 10)} more`] : [];
  return new LedgerError('config', [...shown, ...more].join('\n'), {
    path: file,
    issues: located,
    hint: 'docs/import.md lists every key of a mapping',
  });
};

const schemaIssues = (value: unknown): MappingIssue[] => {
  const issues: MappingIssue[] = [];
  const errors = validator.Errors(value);
  // A union complains once per branch: only the deepest complaint says something.
  const paths = errors.map((error) => error.instancePath);
  for (const error of errors) {
    if (paths.some((path) => path.startsWith(`${error.instancePath}/`))) {
      if (error.keyword === 'anyOf') continue;
    }
    const path = pointer(error.instancePath);
    if (error.keyword === 'additionalProperties') {
      for (const name of error.params.additionalProperties)
        issues.push({ path: [...path, name], message: unknownKey(path, name) });
    } else {
      issues.push({ path, message: `${path.join('.') || 'the mapping'} ${error.message}` });
    }
  }
  const seen = new Set<string>();
  return issues.filter(({ path, message }) => {
    const key = `${path.join('\n')}\n${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
};

const knownKeys: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(Mapping.properties),
  rows: ['key', 'emit'],
  log: ['case', 'row', 'time', 'order', 'by', 'systems', 'holder', 'filed', 'status', 'emit'],
  emit: ['type', 'id', 'time', 'when', 'fields', 'once'],
  changes: ['from', 'to', 'type', 'fields'],
  status: ['of', 'changes'],
  holder: ['department', 'group', 'person'],
  filed: ['time', 'fields'],
};

const unknownKey = (path: MappingPath, name: string): string => {
  const place = path.findLast((part) => typeof part === 'string') ?? '';
  const guess = nearest(name, knownKeys[place] ?? []);
  return `no such key: ${[...path, name].join('.')}${guess === undefined ? '' : `; do you mean ${guess}?`}`;
};

/** What a schema cannot say. */
const ruleIssues = (mapping: Mapping): MappingIssue[] => {
  const issues: MappingIssue[] = [];
  if ((mapping.rows === undefined) === (mapping.log === undefined)) {
    issues.push({
      path: mapping.rows ? ['rows'] : [],
      message: 'a mapping has either `rows` (a row is a matter) or `log` (a row is an event of a case)',
    });
  }
  const zone = (name: string | undefined, path: MappingPath): void => {
    if (name !== undefined && !isZone(name)) issues.push({ path, message: `no such time zone: ${name}` });
  };
  zone(mapping.zone, ['zone']);
  for (const [name, column] of Object.entries(mapping.columns ?? {})) zone(column.zone, ['columns', name, 'zone']);
  if (
    mapping.snapshot !== undefined &&
    typeof parseTime(mapping.snapshot, { formats: ['iso'], zone: mapping.zone }) === 'string'
  ) {
    issues.push({ path: ['snapshot'], message: `snapshot is no time with an offset: ${mapping.snapshot}` });
  }
  if (mapping.clock === 'rows' && mapping.log?.emit?.some((emit) => emit.once === 'last')) {
    issues.push({
      path: ['clock'],
      message: '`clock: rows` cannot be had with `once: last`, whose messages come after the clock has passed them',
    });
  }
  return issues;
};

const pointer = (path: string): string[] =>
  path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

const lineAt = (document: Document.Parsed, lines: LineCounter, path: MappingPath): number => {
  for (let length = path.length; length > 0; length--) {
    const offset = offsetAt(document, path.slice(0, length));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return 1;
};

const offsetAt = (document: Document.Parsed, path: MappingPath): number | undefined => {
  const keys = path.map((part) => (typeof part === 'string' && /^\d+$/.test(part) ? Number(part) : part));
  const parent: unknown = keys.length === 1 ? document.contents : document.getIn(keys.slice(0, -1), true);
  const last = keys.at(-1);
  if (!isCollection(parent)) return undefined;
  for (const item of parent.items) {
    const key: unknown = isPair(item) ? item.key : undefined;
    if (isScalarNode(key) && String(key.value) === String(last)) return key.range?.[0];
  }
  const node: unknown = document.getIn(keys, true);
  return isScalarNode(node) || isCollection(node) ? node.range?.[0] : undefined;
};

interface Ranged {
  readonly range?: readonly [number, number, number] | null;
}
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isCollection = (value: unknown): value is Ranged & { items: readonly unknown[] } =>
  isObject(value) && Array.isArray(value['items']);
const isPair = (value: unknown): value is { key: unknown } => isObject(value) && 'key' in value;
const isScalarNode = (value: unknown): value is Ranged & { value: unknown } => isObject(value) && 'value' in value;
