import { resolve } from 'node:path';
import { LedgerError, said } from '@complaint-ledger/contracts';
import type { WebhookSettings } from '@complaint-ledger/intake';
import { schemaCheck } from '@complaint-ledger/policy';
import Type from 'typebox';
import { ConfigurationFile } from './config-schema.ts';
import { checkDocument, readYamlFile } from './configuration-file.ts';
import { heldVariable } from './held-text.ts';
import type { Environment } from './given-settings.ts';
import { settings } from './settings.ts';
import { WebhookPresets, presetNames, secretVariable } from './webhook-preset.ts';

const checkWebhooks = schemaCheck(Type.Object({ webhooks: WebhookPresets }, { additionalProperties: false }), {});
const checkAll = schemaCheck(ConfigurationFile, {});

const presetsIn = (path: string, environment: Environment): WebhookPresets => {
  const document = readYamlFile(path);
  // Presets stand in a file of their own, or among other settings in the configuration file.
  const among = resolve(environment[settings.config.env] ?? '') === path;
  checkDocument(document, path, among ? checkAll : checkWebhooks);
  return (document.value as { readonly webhooks: WebhookPresets }).webhooks;
};

/** Settings by preset from a YAML file, secrets from the environment first. LedgerError `config`. */
export const readWebhookSettings = (
  file: string | undefined,
  environment: Environment,
): Readonly<Record<string, WebhookSettings>> => {
  const presets = file === undefined ? {} : presetsIn(file, environment);
  const found: Record<string, WebhookSettings> = {};
  for (const name of new Set([...Object.keys(presets), ...presetNames])) {
    const { secret: filed, ...rest } = presets[name] ?? {};
    const secret = heldVariable(secretVariable(name), environment)?.text ?? filed;
    if (secret !== undefined) found[name] = { ...rest, secret };
    else if (name in presets) {
      throw new LedgerError('config', said(`The webhook ${name} has no secret.`, `webhook ${name} 没有密钥。`), {
        path: `webhooks.${name}.secret`,
        hint: said(
          `Write it into the file, or set ${secretVariable(name)}.`,
          `请写进文件，或设置 ${secretVariable(name)}。`,
        ),
      });
    }
  }
  return found;
};
