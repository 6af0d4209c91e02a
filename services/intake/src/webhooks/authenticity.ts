import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { LedgerError } from '@complaint-ledger/contracts';
import type { Delivery, WebhookSettings } from './preset.ts';

const refused = (message: string, hint: string): LedgerError => new LedgerError('unauthenticated', message, { hint });

/** Compares in a time that depends on neither text. */
const isSame = (a: string, b: string): boolean => {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
};

const header = ({ headers }: Delivery, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const DEFAULT_MAX_AGE_SECONDS = 600;

/** Zendesk: base64 of HMAC-SHA256 over timestamp and body (developer.zendesk.com, Verifying webhook authenticity). */
export const verifyZendesk = (delivery: Delivery, { secret, maxAgeSeconds }: WebhookSettings): void => {
  const signature = header(delivery, 'x-zendesk-webhook-signature');
  const timestamp = header(delivery, 'x-zendesk-webhook-signature-timestamp');
  if (signature === undefined || timestamp === undefined) {
    throw refused('The signature headers of Zendesk are missing', 'Send the webhook from Zendesk itself.');
  }
  const expected = createHmac('sha256', secret).update(timestamp).update(delivery.bytes).digest('base64');
  if (!isSame(signature, expected)) {
    throw refused(
      'The signature does not fit the body',
      'Compare the signing secret with that of the webhook in Zendesk.',
    );
  }
  const age = Math.abs(delivery.receivedAt - Date.parse(timestamp));
  if (!(age <= (maxAgeSeconds ?? DEFAULT_MAX_AGE_SECONDS) * 1000)) {
    throw refused('The signature is too old', 'Check the clocks; an old delivery is not taken again.');
  }
};

/** Intercom: `sha1=` and hex of HMAC-SHA1 over the body with the app's client secret (developers.intercom.com, Webhooks). */
export const verifyIntercom = (delivery: Delivery, { secret }: WebhookSettings): void => {
  const signature = header(delivery, 'x-hub-signature');
  if (signature === undefined) {
    throw refused('The header X-Hub-Signature is missing', 'Send the notification from Intercom itself.');
  }
  const expected = `sha1=${createHmac('sha1', secret).update(delivery.bytes).digest('hex')}`;
  if (!isSame(signature.toLowerCase(), expected)) {
    throw refused(
      'The signature does not fit the body',
      "Compare the secret with the app's client secret in Intercom.",
    );
  }
};

const basicPassword = (authorization: string): string => {
  const pair = Buffer.from(authorization.slice('basic '.length), 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
};

/**
 * Senders that do not sign bring the secret itself: as the password of basic authentication, as a bearer token, in the header
 * `X-Webhook-Token` or, where nothing else can be set, as `?token=`.
 */
export const verifyToken = (delivery: Delivery, { secret }: WebhookSettings): void => {
  const authorization = header(delivery, 'authorization') ?? '';
  const scheme = authorization.slice(0, authorization.indexOf(' ')).toLowerCase();
  const token =
    header(delivery, 'x-webhook-token') ??
    (scheme === 'basic' ? basicPassword(authorization) : undefined) ??
    (scheme === 'bearer' ? authorization.slice('bearer '.length).trim() : undefined) ??
    (typeof delivery.query.token === 'string' ? delivery.query.token : undefined);
  if (token === undefined) {
    throw refused(
      'This sender does not sign, and no token came along',
      'Give the secret as the password of basic authentication, in X-Webhook-Token or as ?token=.',
    );
  }
  if (!isSame(token, secret))
    throw refused('The token is another one', 'Compare it with the secret in the configuration.');
};
