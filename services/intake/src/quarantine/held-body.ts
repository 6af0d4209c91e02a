import type { HeldBody } from './quarantine.ts';

export const encodeBody = (body: HeldBody): { readonly format: 'bytes' | 'json'; readonly bytes: Uint8Array } =>
  'bytes' in body
    ? { format: 'bytes', bytes: body.bytes }
    : { format: 'json', bytes: new TextEncoder().encode(JSON.stringify(body.json) ?? 'null') };

export const decodeBody = (format: 'bytes' | 'json', bytes: Uint8Array): HeldBody =>
  format === 'bytes' ? { bytes } : { json: JSON.parse(new TextDecoder().decode(bytes)) as unknown };
