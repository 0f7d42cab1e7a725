import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { OidcConfig } from '../../../../settings/oidc-config.js';
import { ApiError } from '../../api-error.js';
import type { Identity } from '../identity.js';
import { identityOf, type Claims } from './claims.js';
import { discover } from './discovery.js';

/** Of keys that only the provider has: a secret that is known to both could sign for anybody. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
const CLOCK_TOLERANCE_S = 30;
const FETCH_TIMEOUT_MS = 3000;
/** Tokens of other purposes, such as logging out, say so. */
const TYPES = new Set(['JWT', 'AT+JWT', 'APPLICATION/AT+JWT']);
const TOKEN_CHARS_MAX = 8192;
const JWT_FORM = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/;

/** Whether it is for `BearerTokens`: no API key has two points. */
export function looksLikeToken(text: string): boolean {
  return text.length <= TOKEN_CHARS_MAX && JWT_FORM.test(text);
}

/** Callers who show a token of an OpenID provider. */
export class BearerTokens {
  private keys: JWTVerifyGetKey | null = null;

  constructor(private readonly config: OidcConfig) {}

  /**
   * null: the token is not valid, for whatever reason. @throws ApiError FORBIDDEN: it is, and gives
   * no role; LOGIN_UNAVAILABLE: the provider's keys cannot be had
   */
  async identify(token: string): Promise<Identity | null> {
    const claims = await this.verify(token);
    if (claims === null) return null;
    const identity = identityOf(claims, this.config);
    if (identity !== null) return identity;
    throw new ApiError('FORBIDDEN', 'The token is valid, and no group in it has a role here.');
  }

  private async verify(token: string): Promise<Claims | null> {
    const keys = await this.findKeys();
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        issuer: this.config.issuer,
        audience: this.config.audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_S,
        requiredClaims: ['exp', 'sub'],
      });
      const { typ } = protectedHeader;
      return typ === undefined || TYPES.has(typ.toUpperCase()) ? payload : null;
    } catch (error) {
      if (isOfToken(error)) return null;
      throw loginUnavailable(error);
    }
  }

  /** Their address is asked for once; the keys are kept, and asked for again when there are new. */
  private async findKeys(): Promise<JWTVerifyGetKey> {
    if (this.keys !== null) return this.keys;
    try {
      const { jwksUri } = await discover(this.config.issuer, FETCH_TIMEOUT_MS);
      return (this.keys ??= createRemoteJWKSet(new URL(jwksUri), {
        timeoutDuration: FETCH_TIMEOUT_MS,
      }));
    } catch (error) {
      throw loginUnavailable(error);
    }
  }
}

export function loginUnavailable(cause: unknown): ApiError {
  const detail = 'The identity provider does not answer; API keys are taken all the same.';
  return new ApiError('LOGIN_UNAVAILABLE', detail, {}, { cause });
}

/** And not of the provider, or of the way to it. */
function isOfToken(error: unknown): boolean {
  const { JWKSTimeout, JWKSInvalid, JWKInvalid, JOSEError } = errors;
  if (!(error instanceof JOSEError)) return error instanceof TypeError && !isOfNetwork(error);
  // without a code of its own it is an answer of the provider other than 200, or no JSON
  if (error.code === JOSEError.code) return false;
  return ![JWKSTimeout, JWKSInvalid, JWKInvalid].some((kind) => error instanceof kind);
}

/** `fetch` fails with a TypeError that has a cause. */
function isOfNetwork(error: TypeError): boolean {
  return error.cause !== undefined;
}
