import type { IncomingHttpHeaders } from 'node:http';
import { LOCAL_CALLER, type Identity } from './identity.js';
import type { KeyDirectory } from './key-directory.js';
import { looksLikeKey } from './key-text.js';
import type { OwnCalls } from './own-calls.js';
import { looksLikeToken, type BearerTokens } from './oidc/bearer-tokens.js';
import { sessionIn } from './sessions/session-cookie.js';
import type { Sessions } from './sessions/sessions.js';
import type { SettingKeys } from './setting-keys.js';

export interface CallersOptions {
  readonly settingKeys: SettingKeys;
  readonly keys: Pick<KeyDirectory, 'identify'>;
  /** null: there is no OpenID provider. */
  readonly tokens: Pick<BearerTokens, 'identify'> | null;
  readonly sessions: Pick<Sessions, 'identify'>;
  /** Calls that this process makes for people. */
  readonly ownCalls: Pick<OwnCalls, 'take'>;
  /** Without it whoever shows nothing is the local admin: for loopback. */
  readonly needsLogin: boolean;
}

export interface Recognized {
  readonly identity: Identity;
  /** The browser adds the cookie to whatever a page of any origin sends. */
  readonly byCookie: boolean;
}

type Answer = Recognized | null | Promise<Recognized | null>;

/** Finds out who calls. */
export class Callers {
  constructor(private readonly options: CallersOptions) {}

  /**
   * null: it shows nothing that is valid. At once where the caller has a key, which most have.
   * `knownOnly`: whether the database is not asked for a session that was never valid here; it is
   * called for a session alone.
   * @throws ApiError see `BearerTokens.identify`
   */
  identify({ authorization, cookie }: IncomingHttpHeaders, knownOnly = () => false): Answer {
    const { sessions, needsLogin, tokens, ownCalls } = this.options;
    const [, token] = /^Bearer ([\x21-\x7e]{1,8192})$/i.exec(authorization ?? '') ?? [];
    if (token !== undefined) {
      const known = this.byKey(token) ?? ownCalls.take(token);
      if (known !== null) return { identity: known, byCookie: false };
      if (tokens !== null && looksLikeToken(token)) {
        return tokens.identify(token).then((identity) => toRecognized(identity, false));
      }
      // a key that has ended is no caller without a key
      if (needsLogin || looksLikeKey(token)) return null;
    }
    const session = authorization === undefined ? sessionIn(cookie) : null;
    if (session !== null) {
      const found = sessions.identify(session, { knownOnly: knownOnly() });
      return found.then((identity) => toRecognized(identity, true) ?? this.local());
    }
    return this.local();
  }

  /** The holder of an API key; null: there is no such key. */
  byKey(text: string): Identity | null {
    const { settingKeys, keys } = this.options;
    return keys.identify(text) ?? settingKeys.identify(text);
  }

  private local(): Recognized | null {
    return this.options.needsLogin ? null : { identity: LOCAL_CALLER, byCookie: false };
  }
}

function toRecognized(identity: Identity | null, byCookie: boolean): Recognized | null {
  return identity && { identity, byCookie };
}
