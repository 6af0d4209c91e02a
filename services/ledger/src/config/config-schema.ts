import Type, { type TObject, type TSchema } from 'typebox';
import { type Setting, settingNames, settingOf } from './settings.ts';

/** Where a secret may lie instead of in the file itself. */
const InFile = Type.Object(
  { file: Type.String({ minLength: 1, description: 'path of a file with the value\n存放该值的文件路径' }) },
  { additionalProperties: false },
);

const schemaOf = ({ kind, secret, en, zh }: Setting): TSchema => {
  const description = `${en}\n${zh}`;
  if (secret !== undefined) return Type.Union([kind.schema, InFile], { description, writeOnly: true });
  return { ...kind.schema, description };
};

interface Branch {
  readonly [key: string]: TSchema | Branch;
}

const isBranch = (part: TSchema | Branch): part is Branch => !('type' in part || 'anyOf' in part || '~kind' in part);

const treeOf = (): Branch => {
  const tree: Record<string, TSchema | Record<string, TSchema>> = {};
  for (const name of settingNames) {
    const setting = settingOf(name);
    const [first, second] = setting.key?.split('.') ?? [];
    if (first === undefined) continue;
    const schema = schemaOf(setting);
    if (second === undefined) tree[first] = schema;
    else tree[first] = { ...(tree[first] as Record<string, TSchema> | undefined), [second]: schema };
  }
  return tree;
};

const objectOf = (branch: Branch): TObject =>
  Type.Object(
    Object.fromEntries(
      Object.entries(branch).map(([key, part]) => [key, Type.Optional(isBranch(part) ? objectOf(part) : part)]),
    ),
    { additionalProperties: false },
  );

/** A configuration file: every setting that has a place in it, none of them needed. */
export const ConfigurationFile = objectOf(treeOf());

/** JSON Schema (draft 7) of it, for editors. */
export const configurationSchema = (): Readonly<Record<string, unknown>> => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'urn:complaint-ledger:schema:configuration',
  title: 'Configuration of the complaint ledger',
  ...(JSON.parse(JSON.stringify(ConfigurationFile)) as object),
});
