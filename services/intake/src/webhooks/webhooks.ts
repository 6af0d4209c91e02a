import { type JsonObject, LedgerError, isLedgerError, parseStrictJson } from '@complaint-ledger/contracts';
import type { PolicyBook } from '@complaint-ledger/policy';
import { Unreadable } from '../receive/message.ts';
import type { Receipt } from '../receive/receipt.ts';
import type { Receiver } from '../receive/receiver.ts';
import { freshdesk } from './freshdesk.ts';
import { intercom } from './intercom.ts';
import type { Delivery, Translation, WebhookPreset, WebhookSettings, Words } from './preset.ts';
import { tencentCcc } from './tencent-ccc.ts';
import { zendesk } from './zendesk.ts';

const presets: ReadonlyMap<string, WebhookPreset> = new Map(
  [zendesk, freshdesk, intercom, tencentCcc].map((preset) => [preset.name, preset]),
);

export const webhookPresets: readonly string[] = [...presets.keys()];

export interface WebhooksOptions {
  readonly receiver: Receiver;
  readonly policies: PolicyBook;
  /** By preset; one without settings is refused. LedgerError `config` for an unknown preset or an empty secret. */
  readonly settings: Readonly<Record<string, WebhookSettings>>;
}

export interface WebhookAnswer {
  readonly receipts: readonly Receipt[];
  /** What the sender wants in its answer. */
  readonly extra: JsonObject;
}

/** Deliveries of ticket systems and call centres, checked, translated and received. */
export class Webhooks {
  readonly #receiver: Receiver;
  readonly #policies: PolicyBook;
  readonly #settings: Readonly<Record<string, WebhookSettings>>;

  constructor({ receiver, policies, settings }: WebhooksOptions) {
    for (const [name, { secret, policy, levels, departments }] of Object.entries(settings)) {
      const path = `webhooks.${name}`;
      if (!presets.has(name)) {
        throw new LedgerError('config', `There is no webhook preset ${name}`, {
          path,
          hint: `Use one of: ${webhookPresets.join(', ')}.`,
        });
      }
      if (secret === '') throw new LedgerError('config', `${path}.secret is empty`, { path: `${path}.secret` });
      const { pack } = policies.policy(policy ?? policies.defaultId);
      checkWords(levels, pack.levels, `${path}.levels`);
      if (pack.departments !== undefined) checkWords(departments, pack.departments, `${path}.departments`);
    }
    this.#receiver = receiver;
    this.#policies = policies;
    this.#settings = settings;
  }

  /**
   * LedgerError `not-found` (no such preset, or no secret for it), `unauthenticated`, `invalid-input` (the payload is kept in
   * the quarantine), and those of the Receiver, after which the sender should deliver again.
   */
  async receive(name: string, { bytes, headers, query }: Omit<Delivery, 'receivedAt'>): Promise<WebhookAnswer> {
    const preset = presets.get(name);
    if (preset === undefined) {
      throw new LedgerError('not-found', `There is no webhook preset ${name.slice(0, 60)}`, {
        path: 'preset',
        hint: `Use one of: ${webhookPresets.join(', ')}.`,
      });
    }
    const settings = Object.hasOwn(this.#settings, name) ? this.#settings[name] : undefined;
    if (settings === undefined) {
      throw new LedgerError('not-found', `The webhook preset ${name} has no secret and takes nothing`, {
        path: 'preset',
        hint: `Set webhooks.${name}.secret in the configuration.`,
      });
    }
    const delivery: Delivery = { bytes, headers, query, receivedAt: this.#receiver.now() };
    preset.authenticate(delivery, settings);
    const caller = `webhook ${name}`;
    const translation = await this.#translate(preset, settings, delivery, caller);
    const events = eventsOf(translation, settings, delivery.receivedAt);
    return { receipts: await this.#receiver.receive(events, { caller }), extra: preset.answer ?? {} };
  }

  async #translate(
    preset: WebhookPreset,
    settings: WebhookSettings,
    delivery: Delivery,
    caller: string,
  ): Promise<Translation> {
    try {
      return preset.translate(parseStrictJson(delivery.bytes), this.#words(preset, settings), delivery);
    } catch (error) {
      if (!isLedgerError(error, 'invalid-input')) throw error;
      const [kept] = await this.#receiver.receive([new Unreadable(delivery.bytes, error)], { caller });
      const quarantineId = kept?.status === 'rejected' ? kept.quarantineId : '';
      const hint = `${error.details.hint ?? ''} It is kept as ${quarantineId} in /v1/quarantine.`.trim();
      throw new LedgerError(error.code, error.message, { ...error.details, hint, quarantineId, malformed: true });
    }
  }

  /** What the pack does not know is left out: the matter then has the pack's default. */
  #words(preset: WebhookPreset, settings: WebhookSettings): Words {
    const { pack } = this.#policies.policy(settings.policy ?? this.#policies.defaultId);
    const levels = { ...preset.levels, ...settings.levels };
    const departments = settings.departments ?? {};
    return {
      level: (word) => {
        const level = word !== undefined && Object.hasOwn(levels, word) ? levels[word] : undefined;
        return level !== undefined && Object.hasOwn(pack.levels, level) ? level : undefined;
      },
      channel: (word) => (pack.channels === undefined || Object.hasOwn(pack.channels, word) ? word : undefined),
      department: (group) =>
        group !== undefined && Object.hasOwn(departments, group) ? departments[group] : undefined,
    };
  }
}

const checkWords = (
  given: Readonly<Record<string, string>> | undefined,
  known: Readonly<Record<string, unknown>>,
  path: string,
): void => {
  for (const [word, value] of Object.entries(given ?? {})) {
    if (Object.hasOwn(known, value)) continue;
    throw new LedgerError('config', `${path}.${word} is ${value}, which the pack does not have`, {
      path: `${path}.${word}`,
      hint: `Use one of: ${Object.keys(known).join(', ')}.`,
    });
  }
};

const eventsOf = (
  { source, messages }: Translation,
  settings: WebhookSettings,
  receivedAt: number,
): readonly JsonObject[] =>
  messages.map(({ id, type, time, data }) => ({
    specversion: '1.0',
    id,
    source: settings.source ?? source,
    type,
    ...(time === undefined ? { time: new Date(receivedAt).toISOString(), timebasis: 'receipt' } : { time }),
    data:
      settings.policy !== undefined && (type === 'complaint.filed' || type === 'call.received')
        ? { ...data, policy: settings.policy }
        : data,
  }));
