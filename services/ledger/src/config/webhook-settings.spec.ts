import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLedgerError } from '@complaint-ledger/contracts';
import { webhookPresets } from '@complaint-ledger/intake';
import { afterAll, describe, expect, it } from '@jest/globals';
import { presetNames } from './webhook-preset.ts';
import { readWebhookSettings } from './webhook-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'webhooks-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (text: string): string => {
  const path = join(folder, 'webhooks.yaml');
  writeFileSync(path, text);
  return path;
};

const fault = (text: string): unknown => {
  try {
    readWebhookSettings(file(text), {});
    return undefined;
  } catch (error) {
    return isLedgerError(error, 'config') ? `${error.details.path ?? ''} | ${error.message}` : error;
  }
};

describe('webhook settings', () => {
  it('are of the presets that intake has', () => {
    expect(presetNames).toEqual(webhookPresets);
  });

  it('are none without a file and without secrets', () => {
    expect(readWebhookSettings(undefined, {})).toEqual({});
  });

  it('come from the environment alone', () => {
    expect(readWebhookSettings(undefined, { LEDGER_WEBHOOK_SECRET_TENCENT_CCC: 's' })).toEqual({
      'tencent-ccc': { secret: 's' },
    });
  });

  it('come from the file, the secret from the environment first', () => {
    const path = file('webhooks:\n  zendesk: { secret: filed, policy: standard }\n');
    expect(readWebhookSettings(path, {})).toEqual({ zendesk: { secret: 'filed', policy: 'standard' } });
    expect(readWebhookSettings(path, { LEDGER_WEBHOOK_SECRET_ZENDESK: 'env' })).toMatchObject({
      zendesk: { secret: 'env', policy: 'standard' },
    });
  });

  it('are refused when a secret is said twice', () => {
    const twice = { LEDGER_WEBHOOK_SECRET_ZENDESK: 'a', LEDGER_WEBHOOK_SECRET_ZENDESK_FILE: '/b' };
    expect(() => readWebhookSettings(undefined, twice)).toThrow('are both set');
  });

  it.each([
    ['webhooks:\n  zendesk: { policy: standard }\n', 'webhooks.zendesk.secret'],
    ['webhooks:\n  zendesk: { secrets: x }\n', "webhooks.zendesk.secrets: There is no key 'secrets' here"],
    ['webhooks: [\n', 'webhooks.yaml'],
    ['', 'webhooks.yaml'],
  ])('are refused by name: %j', (text, words) => {
    expect(fault(text)).toContain(words);
  });
});
