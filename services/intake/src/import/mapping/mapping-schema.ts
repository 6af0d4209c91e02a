import Type, { type Static } from 'typebox';

const Opt = Type.Optional;
const closed = { additionalProperties: false } as const;
const OneOrMore = <T extends typeof Scalar | typeof FormatName>(one: T) =>
  Type.Union([one, Type.Array(one, { minItems: 1 })]);

const Scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean()]);

const FormatName = Type.String({
  minLength: 1,
  description: '`iso`, `excel`, `epoch-s`, `epoch-ms`, or a pattern of luxon tokens such as `yyyy/M/d H:mm:ss`',
});

/** Text with `{column}` in it; absent when a column in it is blank. `{{` and `}}` are braces. */
const Template = Type.String({ minLength: 1, description: 'text with {column} in it' });

export const Value = Type.Union([
  Scalar,
  Type.Object(
    {
      value: Template,
      table: Opt(Type.Record(Type.String(), Type.Union([Scalar, Type.Null()]), { description: 'null: absent' })),
      default: Opt(Scalar),
      required: Opt(Type.Boolean({ description: 'blank rejects the row' })),
      unit: Opt(Type.Literal('yuan', { description: 'an amount in yuan for a field in fen' })),
    },
    closed,
  ),
]);
export type Value = Static<typeof Value>;

const Match = Type.Union([
  OneOrMore(Scalar),
  Type.Object(
    { not: Opt(OneOrMore(Scalar)), blank: Opt(Type.Boolean()) },
    { ...closed, minProperties: 1, maxProperties: 1 },
  ),
]);
export type Match = Static<typeof Match>;

export const When = Type.Record(Type.String(), Match, { minProperties: 1, description: 'every column must fit' });
export type When = Static<typeof When>;

const Fields = Type.Record(Type.String(), Value, { description: 'fields of the message; dots reach inside' });
export type Fields = Static<typeof Fields>;

const Emit = Type.Object(
  {
    type: Type.String({ description: 'inbound type, such as complaint.filed' }),
    id: Opt(Template),
    time: Opt(Template),
    when: Opt(When),
    fields: Opt(Fields),
  },
  closed,
);
export type Emit = Static<typeof Emit>;

const Rows = Type.Object({ key: Opt(Template), emit: Type.Array(Emit, { minItems: 1 }) }, closed);
export type Rows = Static<typeof Rows>;

const LogEmit = Type.Object(
  {
    type: Type.String(),
    id: Opt(Template),
    time: Opt(Template),
    when: Opt(When),
    fields: Opt(Fields),
    once: Opt(Type.Union([Type.Literal('first'), Type.Literal('last')])),
  },
  closed,
);
export type LogEmit = Static<typeof LogEmit>;

const StatusChange = Type.Object(
  { from: Opt(Match), to: Opt(Match), type: Type.String(), fields: Opt(Fields) },
  closed,
);
export type StatusChange = Static<typeof StatusChange>;

const Log = Type.Object(
  {
    case: Template,
    row: Opt(Template),
    time: Template,
    order: Opt(Type.Union([Type.Literal('file'), Type.Literal('time')])),
    by: Opt(Template),
    systems: Opt(Type.Array(Type.String())),
    holder: Opt(
      Type.Object({ department: Opt(Value), group: Opt(Value), person: Opt(Value) }, { ...closed, minProperties: 1 }),
    ),
    filed: Opt(Type.Object({ time: Opt(Template), fields: Opt(Fields) }, closed)),
    status: Opt(
      Type.Array(Type.Object({ of: Template, changes: Type.Array(StatusChange, { minItems: 1 }) }, closed), {
        minItems: 1,
      }),
    ),
    emit: Opt(Type.Array(LogEmit, { minItems: 1 })),
  },
  closed,
);
export type Log = Static<typeof Log>;

export const encodings = ['utf-8', 'utf-16le', 'gb18030', 'gbk', 'big5', 'windows-1252', 'iso-8859-1'] as const;

/** How a file becomes inbound messages. `docs/import.md` is the manual. */
export const Mapping = Type.Object(
  {
    source: Type.String({ minLength: 1, description: 'URI-reference of the system that the file comes from' }),
    policy: Opt(Type.String({ minLength: 1, description: 'id of a pack, or ./file.policy.yaml beside the mapping' })),
    format: Opt(Type.Union([Type.Literal('csv'), Type.Literal('xlsx'), Type.Literal('ndjson')])),
    encoding: Opt(Type.Union(encodings.map((name) => Type.Literal(name)))),
    delimiter: Opt(Type.String({ minLength: 1, maxLength: 1 })),
    quote: Opt(Type.String({ minLength: 1, maxLength: 1 })),
    header: Opt(Type.Integer({ minimum: 1, description: 'row that holds the names; 1 when absent' })),
    sheet: Opt(Type.String({ minLength: 1 })),
    zone: Opt(Type.String({ description: 'IANA zone of times without an offset' })),
    dates: Opt(OneOrMore(FormatName)),
    blank: Opt(Type.Array(Type.String(), { description: 'texts that mean nothing, such as EMPTY' })),
    columns: Opt(
      Type.Record(
        Type.String(),
        Type.Object(
          { dates: Opt(OneOrMore(FormatName)), zone: Opt(Type.String()), blank: Opt(Type.Array(Type.String())) },
          closed,
        ),
      ),
    ),
    clock: Opt(Type.Union([Type.Literal('end'), Type.Literal('rows'), Type.Literal('none')])),
    snapshot: Opt(Type.String({ description: 'RFC 3339 time at which the file was taken' })),
    rows: Opt(Rows),
    log: Opt(Log),
  },
  { ...closed, title: 'Import mapping of the complaint ledger' },
);
export type Mapping = Static<typeof Mapping>;
