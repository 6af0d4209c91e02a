import { readFileSync } from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';

const deploy = new URL('../../../../deploy/', import.meta.url);

/** A file of deploy/. */
export const textOf = (path: string): string => readFileSync(new URL(path, deploy), 'utf8');

/** A YAML file of deploy/ with its merge keys carried out. */
export const yamlOf = (path: string): unknown => parse(textOf(path), { merge: true });

/** Every document of a YAML file of deploy/. Throws what YAML says of one that does not parse. */
export const documentsOf = (path: string): readonly unknown[] =>
  parseAllDocuments(textOf(path)).map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return document.toJS() as unknown;
  });
