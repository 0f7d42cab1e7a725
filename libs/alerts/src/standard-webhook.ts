import { createHmac } from 'node:crypto';

/** https://www.standardwebhooks.com: `whsec_` and the key in base64, 24 to 64 bytes. */
const SECRET = /^(?:whsec_)?([A-Za-z0-9+/]+={0,2})$/;
const KEY_BYTES = { min: 24, max: 64 } as const;

/** null: it is no secret of the standard's form. */
export function webhookKey(secret: string): Buffer | null {
  const [, text = ''] = SECRET.exec(secret) ?? [];
  const key = Buffer.from(text, 'base64');
  return key.length >= KEY_BYTES.min && key.length <= KEY_BYTES.max ? key : null;
}

/**
 * The headers of a Standard Webhook. `id` is the same for all attempts of one message, so that the
 * receiver can leave out what it has; the time is that of the attempt, in ms since the epoch.
 */
export function webhookHeaders(
  key: Buffer,
  message: { readonly id: string; readonly at: number; readonly body: string },
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(message.at / 1000));
  const signed = `${message.id}.${timestamp}.${message.body}`;
  const signature = createHmac('sha256', key).update(signed).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}
