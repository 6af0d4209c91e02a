import { type Sentence, said } from '@complaint-ledger/contracts';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type ParsedNode } from 'yaml';
import { configError, type Problem } from './problem.ts';
import { zhFault } from './yaml-faults.ts';

export type Path = readonly (string | number)[];

export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

const keyOf = (path: Path): string => path.map((step) => `/${step}`).join('');

/** Plain data of a YAML file that still knows on which line of which file each of its keys stands. */
export class PlacedYaml {
  readonly value: unknown;
  readonly #file: string;
  readonly #places: ReadonlyMap<string, Place>;

  constructor(file: string, value: unknown, places: ReadonlyMap<string, Place>) {
    this.#file = file;
    this.value = value;
    this.#places = places;
  }

  /** A problem at that path, or at the nearest part of the path that the file has. */
  problem(path: Path, message: Sentence, hint?: Sentence): Problem {
    return { ...this.placeOf(path), path: path.join('.'), message, ...(hint !== undefined && { hint }) };
  }

  /** Where that path stands, or the nearest part of the path that the file has. */
  placeOf(path: Path): Place {
    let known = path;
    while (known.length > 0 && !this.#places.has(keyOf(known))) known = known.slice(0, -1);
    return this.#places.get(keyOf(known)) ?? { file: this.#file, line: 1 };
  }

  /**
   * This file over `base`: maps are merged key by key, anything else takes the base's place, and an empty value (`~`) takes
   * the base's key away.
   */
  over(base: PlacedYaml): PlacedYaml {
    const places = new Map(base.#places);
    const value = this.#merge(base.value, this.value, '', places);
    return new PlacedYaml(this.#file, value, places);
  }

  #merge(base: unknown, own: unknown, at: string, places: Map<string, Place>): unknown {
    const place = this.#places.get(at);
    if (place) places.set(at, place);
    if (isRecord(base) && isRecord(own)) {
      const merged = new Map(Object.entries(base));
      for (const [key, value] of Object.entries(own)) {
        const below = `${at}/${key}`;
        if (value === null && merged.has(key)) merged.delete(key);
        else merged.set(key, this.#merge(merged.get(key), value, below, places));
      }
      return Object.fromEntries(merged);
    }
    const inside = `${at}/`;
    for (const known of places.keys()) if (known.startsWith(inside)) places.delete(known);
    for (const [known, ownPlace] of this.#places) if (known.startsWith(inside)) places.set(known, ownPlace);
    return own;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Parses YAML 1.2 without aliases. LedgerError `config` with every fault of the text and its line. */
export const readYaml = (text: string, file: string): PlacedYaml => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: false });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const problems: Problem[] = document.errors.map((error) => ({
    file,
    line: lineAt(error.pos[0]),
    path: '',
    message: said(
      `This is not valid YAML: ${error.message.replace(/\.$/, '')}.`,
      `不是有效的 YAML：${zhFault(error)}。`,
    ),
    hint: said('Mend the text at this line or just above it.', '请改正这一行或紧接其上的内容。'),
  }));
  const places = new Map<string, Place>();

  const plain = (node: ParsedNode | null, path: Path, keyLine: number): unknown => {
    places.set(keyOf(path), { file, line: keyLine });
    if (node === null) return null;
    if (isAlias(node)) {
      problems.push({
        file,
        line: keyLine,
        path: path.join('.'),
        message: said('An alias is used.', '此处用了别名。'),
        hint: said('Write the value out.', '请把内容直接写出。'),
      });
      return null;
    }
    if (isScalar(node)) return node.value;
    if (isSeq(node)) {
      return node.items.map((item, index) =>
        plain(item, [...path, index], item?.range ? lineAt(item.range[0]) : keyLine),
      );
    }
    if (!isMap(node)) return null;
    const entries = node.items.map(({ key, value }): [string, unknown] => {
      const line = key?.range ? lineAt(key.range[0]) : keyLine;
      if (!isScalar(key)) {
        problems.push({
          file,
          line,
          path: path.join('.'),
          message: said('A key is no plain word.', '此处的键不是普通词语。'),
          hint: said('Use a plain word.', '请改用普通词语。'),
        });
        return ['', null];
      }
      const name = String(key.value);
      return [name, plain(value, [...path, name], line)];
    });
    return Object.fromEntries(entries);
  };

  const value = problems.length > 0 ? undefined : plain(document.contents, [], 1);
  if (problems.length > 0) throw configError('file', file, problems);
  return new PlacedYaml(file, value, places);
};
