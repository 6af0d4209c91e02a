import Type, { type Static } from 'typebox';

/** One preset in a file; its secret may stand in the environment instead. */
const WebhookPreset = Type.Object(
  {
    secret: Type.Optional(
      Type.String({
        minLength: 1,
        writeOnly: true,
        description: 'shared with the sender, who signs with it\n与发送方共享的签名密钥',
      }),
    ),
    source: Type.Optional(Type.String({ minLength: 1, description: 'source of its events\n事件的来源' })),
    policy: Type.Optional(Type.String({ minLength: 1, description: 'policy pack of its matters\n其事项所用的制度包' })),
    levels: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: 'their word: ours\n对方用语: 本账本的等级' }),
    ),
    departments: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: 'their word: ours\n对方用语: 本账本的部门' }),
    ),
    maxAgeSeconds: Type.Optional(
      Type.Integer({ minimum: 1, description: 'older requests are refused\n超过此秒数的请求被拒绝' }),
    ),
  },
  { additionalProperties: false },
);

export const WebhookPresets = Type.Record(Type.String(), WebhookPreset);

/** Settings by preset, as a file has them. */
export type WebhookPresets = Static<typeof WebhookPresets>;

/** Those that `intake` knows, without loading what it takes to receive them. */
export const presetNames = ['zendesk', 'freshdesk', 'intercom', 'tencent-ccc'] as const;

/** `LEDGER_WEBHOOK_SECRET_TENCENT_CCC` for `tencent-ccc`. */
export const secretVariable = (preset: string): string =>
  `LEDGER_WEBHOOK_SECRET_${preset.toUpperCase().replaceAll('-', '_')}`;
