import Type, { type Static } from 'typebox';
import { Value, When, encodings } from '../mapping/mapping-schema.ts';

const Opt = Type.Optional;
const closed = { additionalProperties: false } as const;

const Names = Type.Object({ 'zh-CN': Value, en: Value }, { ...closed, description: 'its name in both languages' });
const Named = Type.Object({ id: Value, name: Opt(Names) }, closed);

/** How a table with a row for each category becomes a policy pack: who has it, how long it may take, what words tell of it. */
export const PackMapping = Type.Object(
  {
    format: Opt(Type.Union([Type.Literal('csv'), Type.Literal('xlsx'), Type.Literal('ndjson'), Type.Literal('json')])),
    rows: Opt(Type.String({ minLength: 1, description: 'JSON: where the list of rows is, such as data.services' })),
    encoding: Opt(Type.Union(encodings.map((name) => Type.Literal(name)))),
    delimiter: Opt(Type.String({ minLength: 1, maxLength: 1 })),
    quote: Opt(Type.String({ minLength: 1, maxLength: 1 })),
    header: Opt(Type.Integer({ minimum: 1, description: 'row that holds the names; 1 when absent' })),
    sheet: Opt(Type.String({ minLength: 1 })),
    blank: Opt(Type.Array(Type.String(), { description: 'texts that mean nothing, such as N/A' })),
    when: Opt(When),
    category: Type.Object({ id: Value, name: Opt(Names), under: Opt(Named) }, closed),
    department: Opt(Named),
    deadline: Opt(
      Type.Object(
        {
          id: Type.String({ description: 'a deadline of `pack`; its length by category comes from the table' }),
          within: Type.Union([Value], { description: 'a length as packs write it: "{hours}h"' }),
        },
        closed,
      ),
    ),
    topics: Opt(
      Type.Object(
        {
          words: Value,
          between: Opt(
            Type.String({ minLength: 1, description: 'what stands between two words; a comma when absent' }),
          ),
        },
        { ...closed, description: 'words that tell of the category where nobody has named it' },
      ),
    ),
    pack: Type.Record(Type.String(), Type.Unknown(), {
      description: 'what the pack says beside the table: id, version, extends, name, zone, deadlines, transfer, …',
    }),
  },
  { ...closed, title: 'Mapping of a table to a policy pack' },
);
export type PackMapping = Static<typeof PackMapping>;
