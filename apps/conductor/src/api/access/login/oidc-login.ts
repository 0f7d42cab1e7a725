import { EncryptJWT, jwtDecrypt } from 'jose';
import * as client from 'openid-client';
import type { OidcConfig } from '../../../settings/oidc-config.js';
import type { Identity } from '../../edge/access/identity.js';
import { identityOf } from '../../edge/access/oidc/claims.js';
import { loginUnavailable } from '../../edge/access/oidc/bearer-tokens.js';
import { ApiError } from '../../edge/api-error.js';

/** Between leaving for the provider and coming back. */
export const LOGIN_MAX_S = 600;
const TIMEOUT_S = 5;
const SCOPE = 'openid profile email';
/** A path of this server: two slashes, or a backslash, would lead to another one. */
const OWN_PATH = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,500}$/;

/** What has to be known when the browser comes back. The browser keeps it, and cannot read it. */
interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly to: string;
}

/** Logins at an OpenID provider: authorization code with PKCE. */
export class OidcLogin {
  private known: client.Configuration | null = null;

  constructor(
    private readonly config: OidcConfig & { readonly publicUrl: URL },
    /** 32 bytes, the same on all replicas. */
    private readonly secret: Uint8Array,
  ) {}

  /** Where to send the browser, and what it is to keep meanwhile. @throws ApiError */
  async begin(
    to: string | undefined,
  ): Promise<{ readonly location: string; readonly kept: string }> {
    const provider = await this.provider();
    const pending: Pending = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      to: to !== undefined && OWN_PATH.test(to) ? to : '/',
    };
    const { state, nonce, verifier } = pending;
    const location = client.buildAuthorizationUrl(provider, {
      ...{ state, nonce, scope: SCOPE, redirect_uri: this.callbackUrl().href },
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return { location: location.href, kept: await this.seal(pending) };
  }

  /**
   * Who came back, and where the login was asked for.
   * @throws ApiError LOGIN_FAILED; FORBIDDEN: no group has a role; LOGIN_UNAVAILABLE
   */
  async finish(
    query: string,
    kept: string | null,
  ): Promise<{ readonly identity: Identity; readonly to: string }> {
    const pending = kept === null ? null : await this.unseal(kept);
    if (pending === null) throw failed('it was begun in another browser, or too long ago');
    const provider = await this.provider();
    const address = this.callbackUrl();
    address.search = query;
    const tokens = await client
      .authorizationCodeGrant(provider, address, {
        pkceCodeVerifier: pending.verifier,
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        idTokenExpected: true,
      })
      .catch(refuse);
    const identity = identityOf({ ...tokens.claims() }, this.config);
    if (identity !== null) return { identity, to: pending.to };
    throw new ApiError('FORBIDDEN', 'You are known, and none of your groups has a role here.');
  }

  private callbackUrl(): URL {
    return new URL('/v1/login/oidc/callback', this.config.publicUrl);
  }

  private async provider(): Promise<client.Configuration> {
    if (this.known !== null) return this.known;
    const { issuer, clientId, clientSecret } = this.config;
    const server = new URL(issuer);
    // the settings take http for this machine only
    const isPlain = server.protocol === 'http:';
    const how = clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret);
    try {
      return (this.known = await client.discovery(server, clientId, undefined, how, {
        timeout: TIMEOUT_S,
        ...(isPlain ? { execute: [client.allowInsecureRequests] } : {}),
      }));
    } catch (error) {
      throw loginUnavailable(error);
    }
  }

  private seal(pending: Pending): Promise<string> {
    return new EncryptJWT({ ...pending })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setExpirationTime(`${LOGIN_MAX_S}s`)
      .encrypt(this.secret);
  }

  /** null: it is not ours, or too old. */
  private async unseal(kept: string): Promise<Pending | null> {
    try {
      const { payload } = await jwtDecrypt<Pending>(kept, this.secret, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      return payload;
    } catch {
      return null; // whatever the browser sent: the login begins anew
    }
  }
}

/** What the provider answered, or what came instead, is told by its code alone. */
function refuse(error: unknown): never {
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
  const isAway = code === undefined && error instanceof TypeError && cause !== undefined;
  if (isAway || code === 'OAUTH_TIMEOUT') throw loginUnavailable(error);
  throw failed(typeof code === 'string' ? code : 'the answer of the provider is not valid', error);
}

function failed(why: string, cause?: unknown): ApiError {
  return new ApiError('LOGIN_FAILED', `Begin again at /v1/login/oidc: ${why}.`, {}, { cause });
}
