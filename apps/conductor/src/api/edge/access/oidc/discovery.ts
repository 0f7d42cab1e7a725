import { isSafeUrl } from '../../../../settings/oidc-config.js';

const DOCUMENT_CHARS_MAX = 256 * 1024;

/** What a provider says of itself, as far as tokens need it. @throws Error it does not say it */
export async function discover(
  issuer: string,
  timeoutMs: number,
): Promise<{ readonly jwksUri: string }> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(address, {
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
  const text = await answer.text();
  if (text.length > DOCUMENT_CHARS_MAX) throw new Error(`${address} answers too much`);
  const found = JSON.parse(text) as { readonly issuer?: unknown; readonly jwks_uri?: unknown };
  if (found.issuer !== issuer) throw new Error(`${address} is of another issuer`);
  const { jwks_uri: jwksUri } = found;
  if (typeof jwksUri !== 'string' || !isSafeUrl(jwksUri))
    throw new Error(`${address}: no jwks_uri`);
  return { jwksUri };
}
