import { readFileSync } from 'node:fs';
import { LedgerError } from '@complaint-ledger/contracts';
import { checked } from '@complaint-ledger/http';
import { type WebhookSettings, webhookPresets } from '@complaint-ledger/intake';
import Type, { type Static } from 'typebox';
import { parse } from 'yaml';
import type { Environment } from './configuration.ts';

const Words = Type.Record(Type.String(), Type.String());

/** One preset in the file; its secret may stand in the environment instead. */
const Preset = Type.Object(
  {
    secret: Type.Optional(Type.String({ minLength: 1 })),
    source: Type.Optional(Type.String({ minLength: 1 })),
    policy: Type.Optional(Type.String({ minLength: 1 })),
    levels: Type.Optional(Words),
    departments: Type.Optional(Words),
    maxAgeSeconds: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
);
const File = Type.Object({ webhooks: Type.Record(Type.String(), Preset) }, { additionalProperties: false });

/** `LEDGER_WEBHOOK_SECRET_TENCENT_CCC` for `tencent-ccc`. */
export const secretVariable = (preset: string): string =>
  `LEDGER_WEBHOOK_SECRET_${preset.toUpperCase().replaceAll('-', '_')}`;

const readFile = (path: string): Static<typeof File>['webhooks'] => {
  try {
    return checked(File, parse(readFileSync(path, 'utf8')), path).webhooks;
  } catch (error) {
    const told = error instanceof LedgerError ? error.message : error instanceof Error ? error.message : String(error);
    throw new LedgerError('config', `The webhook settings ${path} do not fit: ${told}`, {
      path,
      hint: 'The file is YAML: webhooks, below it the preset, below that secret, source, policy, levels, departments, maxAgeSeconds.',
      cause: error,
    });
  }
};

/** Settings by preset from a YAML file, secrets from the environment first. LedgerError `config`. */
export const readWebhookSettings = (
  file: string | undefined,
  environment: Environment,
): Readonly<Record<string, WebhookSettings>> => {
  const presets = file === undefined ? {} : readFile(file);
  const settings: Record<string, WebhookSettings> = {};
  for (const name of new Set([...Object.keys(presets), ...webhookPresets])) {
    const { secret: filed, ...rest } = presets[name] ?? {};
    const secret = environment[secretVariable(name)] ?? filed;
    if (secret !== undefined) settings[name] = { ...rest, secret };
    else if (name in presets) {
      throw new LedgerError('config', `The webhook ${name} has no secret.`, {
        path: `webhooks.${name}.secret`,
        hint: `Write it into the file, or set ${secretVariable(name)}.`,
      });
    }
  }
  return settings;
};
