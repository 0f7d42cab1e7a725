import { DEFINITION_NAME } from '#protocol';
import type { SettingName, SettingValues } from '#process';
import { ROLES, type DefinitionScope, type Role } from '../api/edge/access/identity.js';

/** An OpenID provider that says who callers are. */
export interface OidcConfig {
  /** As its discovery document and its tokens say, without a slash at the end if they do. */
  readonly issuer: string;
  /** The `aud` of tokens that are accepted. */
  readonly audience: string;
  readonly clientId: string;
  /** null: a public client, which proves itself by PKCE alone. */
  readonly clientSecret: string | null;
  /** The claim that lists a caller's groups. */
  readonly groupsClaim: string;
  /** The claim with a caller's name; null: a verified `email`, else `sub`. */
  readonly nameClaim: string | null;
  readonly grants: readonly GroupGrant[];
  /** Where browsers reach the conductor; null: they cannot log in. */
  readonly publicUrl: URL | null;
}

/** What the members of a group may do. */
export interface GroupGrant {
  readonly group: string;
  readonly role: Role;
  readonly definitions: DefinitionScope;
}

type Report = (fault: string) => void;

const GRANTS_MAX = 1000;
const LOOPBACK = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

/**
 * Reads `CONDUCTOR_OIDC_ISSUER`, `CONDUCTOR_OIDC_CLIENT_ID`, `CONDUCTOR_OIDC_CLIENT_SECRET`,
 * `CONDUCTOR_OIDC_AUDIENCE` (the client id), `CONDUCTOR_OIDC_GROUPS_CLAIM` (groups),
 * `CONDUCTOR_OIDC_NAME_CLAIM`, `CONDUCTOR_OIDC_ROLES` and `CONDUCTOR_PUBLIC_ADDRESS`. null: there
 * is no issuer.
 */
export function readOidcConfig(values: SettingValues, report: Report): OidcConfig | null {
  const value = (name: SettingName): string | null => values[name]?.trim() || null;
  const issuer = value('CONDUCTOR_OIDC_ISSUER');
  if (issuer === null) return null;
  if (!isSafeUrl(issuer)) report('CONDUCTOR_OIDC_ISSUER must begin with https://');
  const clientId = value('CONDUCTOR_OIDC_CLIENT_ID');
  if (clientId === null) report('CONDUCTOR_OIDC_ISSUER needs CONDUCTOR_OIDC_CLIENT_ID beside it');
  const publicUrl = value('CONDUCTOR_PUBLIC_ADDRESS');
  const isPublicUrlSafe = publicUrl === null || isSafeUrl(publicUrl);
  if (!isPublicUrlSafe) report('CONDUCTOR_PUBLIC_ADDRESS must begin with https://');
  return {
    issuer,
    audience: value('CONDUCTOR_OIDC_AUDIENCE') ?? clientId ?? '',
    clientId: clientId ?? '',
    clientSecret: value('CONDUCTOR_OIDC_CLIENT_SECRET'),
    groupsClaim: value('CONDUCTOR_OIDC_GROUPS_CLAIM') ?? 'groups',
    nameClaim: value('CONDUCTOR_OIDC_NAME_CLAIM'),
    grants: readGrants(value('CONDUCTOR_OIDC_ROLES'), report),
    publicUrl: publicUrl === null || !isPublicUrlSafe ? null : new URL(publicUrl),
  };
}

/** What is said on the way cannot be read or changed: TLS, or this machine. */
export function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, search, hash } = new URL(text);
  if (username !== '' || search !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

/** `group=role` or `group=role:definition+definition2`, separated by commas. */
function readGrants(text: string | null, report: Report): readonly GroupGrant[] {
  const entries = text === null ? [] : text.split(',').map((entry) => entry.trim());
  const grants = entries.map(toGrant);
  const isRight = grants.length > 0 && grants.length <= GRANTS_MAX && !grants.includes(null);
  if (!isRight) {
    report(
      'CONDUCTOR_OIDC_ROLES must look like group=viewer,group2=operator:definition+definition2,' +
        'group3=admin',
    );
  }
  return grants.filter((grant) => grant !== null);
}

/** null: it is wrong. */
function toGrant(entry: string): GroupGrant | null {
  const [, group = '', roleText = '', scope] = /^(.+)=([a-z]+)(?::(\S+))?$/.exec(entry) ?? [];
  const role = ROLES.find((each) => each === roleText);
  if (group === '' || role === undefined) return null;
  if (scope === undefined) return { group, role, definitions: 'all' };
  const definitions = scope.split('+');
  if (role === 'admin' || !definitions.every((name) => DEFINITION_NAME.test(name))) return null;
  return { group, role, definitions };
}
