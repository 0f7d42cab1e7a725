import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import * as client from 'openid-client';
import type { OidcConfig } from '../../../settings/oidc-config.js';
import type { Identity } from '../../edge/access/identity.js';
import { identityOf } from '../../edge/access/oidc/claims.js';
import { loginUnavailable } from '../../edge/access/oidc/bearer-tokens.js';
import { ApiError } from '../../edge/api-error.js';

/** Between leaving for the provider and coming back. */
const LOGIN_MAX_S = 600;
/** For so long the browser keeps where a login leads, also one that took too long. */
export const KEPT_S = 86_400;
const TIMEOUT_S = 5;
const SCOPE = 'openid profile email';
/**
 * A path of this server: two slashes, or a backslash, would lead to another one. A browser keeps a
 * cookie of 4096 characters, and what is sealed in it is a third longer.
 */
const OWN_PATH = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,1500}$/;

/** Why nobody was logged in. The console has words for each: `apps/console/src/session`. */
export type LoginFailure =
  'refused' | 'expired' | 'other-login' | 'no-role' | 'provider-away' | 'failed';

/** A login at the provider that did not come about. */
export class LoginRefusal extends ApiError {
  constructor(
    readonly why: LoginFailure,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(why === 'no-role' ? 'FORBIDDEN' : 'LOGIN_FAILED', detail, {}, options);
  }
}

/** null: it is no login that failed. */
export function whyFailed(error: unknown): LoginFailure | null {
  if (error instanceof LoginRefusal) return error.why;
  const isAway = error instanceof ApiError && error.code === 'LOGIN_UNAVAILABLE';
  return isAway ? 'provider-away' : null;
}

/** What has to be known when the browser comes back. The browser keeps it, and cannot read it. */
interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly to: string;
}

interface Opened {
  readonly pending: Pending;
  /** It took too long: nobody is logged in by it any more. */
  readonly isOver: boolean;
}

/** Logins at an OpenID provider: authorization code with PKCE. */
export class OidcLogin {
  private known: client.Configuration | null = null;

  constructor(
    private readonly config: OidcConfig & { readonly publicUrl: URL },
    /** 32 bytes, the same on all replicas. */
    private readonly secret: Uint8Array,
  ) {}

  /**
   * Where to send the browser, and what it is to keep meanwhile. `asAnother`: whoever is logged in
   * at the provider is asked who they are. @throws ApiError LOGIN_UNAVAILABLE
   */
  async begin(
    to: string | undefined,
    asAnother: boolean,
  ): Promise<{ readonly location: string; readonly kept: string }> {
    const provider = await this.provider();
    const pending: Pending = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      to: this.placeIn(to),
    };
    const { state, nonce, verifier } = pending;
    const location = client.buildAuthorizationUrl(provider, {
      ...{ state, nonce, scope: SCOPE, redirect_uri: this.callbackUrl().href },
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(asAnother ? { prompt: 'login' } : {}),
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
    const opened = await this.unseal(kept);
    if (opened === null || opened.isOver) {
      throw failed('expired', 'it was begun in another browser, or more than ten minutes ago');
    }
    const { pending } = opened;
    if (new URLSearchParams(query).get('state') !== pending.state) {
      throw failed('other-login', 'it is not the one that this browser began last');
    }
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
    throw new LoginRefusal('no-role', 'You are known, and none of your groups has a role here.');
  }

  /** Where a login that this browser began leads, even one that took too long. */
  async placeOf(kept: string | null): Promise<string> {
    return this.placeIn((await this.unseal(kept))?.pending.to);
  }

  /** The path that was asked for; what is none of ours is the root of this conductor. */
  placeIn(to: string | undefined): string {
    return to !== undefined && OWN_PATH.test(to) ? to : `${this.root()}/`;
  }

  private callbackUrl(): URL {
    return new URL(`${this.root()}/v1/login/oidc/callback`, this.config.publicUrl);
  }

  /** Where browsers reach the conductor: a proxy may put it under a path. */
  private root(): string {
    return this.config.publicUrl.pathname.replace(/(?<!\/)\/+$/, '');
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

  /** null: it is not ours. */
  private async unseal(kept: string | null): Promise<Opened | null> {
    if (kept === null) return null;
    try {
      const { payload } = await jwtDecrypt<Pending>(kept, this.secret, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      return { pending: payload, isOver: false };
    } catch (error) {
      // it could be opened with our secret, so we sealed it
      if (error instanceof errors.JWTExpired) {
        return { pending: error.payload as unknown as Pending, isOver: true };
      }
      return null; // whatever the browser sent: the login begins anew
    }
  }
}

/** What the provider answered, or what came instead, is told by its code alone. */
function refuse(error: unknown): never {
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
  const isAway = code === undefined && error instanceof TypeError && cause !== undefined;
  if (isAway || code === 'OAUTH_TIMEOUT') throw loginUnavailable(error);
  if (error instanceof client.AuthorizationResponseError && error.error === 'access_denied') {
    throw failed('refused', 'the provider refused it (access_denied)', error);
  }
  const told = typeof code === 'string' ? code : 'the answer of the provider is not valid';
  throw failed('failed', told, error);
}

function failed(why: LoginFailure, detail: string, cause?: unknown): LoginRefusal {
  return new LoginRefusal(why, `Begin again at /v1/login/oidc: ${detail}.`, { cause });
}
