import type { OidcConfig } from '../../../../settings/oidc-config.js';
import { includesRole, ROLES, type DefinitionScope, type Identity } from '../identity.js';

/** Claims of a token whose signature was checked. */
export type Claims = Readonly<Record<string, unknown>>;

type Rules = Pick<OidcConfig, 'groupsClaim' | 'nameClaim' | 'grants'>;

const NAME_CHARS_MAX = 128;
const SUBJECT_CHARS_MAX = 255;

/**
 * The caller that the claims name, with the highest role that one of its groups has; for some
 * definitions only, all those of the groups with that role. null: none of its groups has a role.
 */
export function identityOf(claims: Claims, rules: Rules): Identity | null {
  const { sub } = claims;
  if (typeof sub !== 'string' || sub === '' || sub.length > SUBJECT_CHARS_MAX) return null;
  const groups = new Set(textsIn(claims[rules.groupsClaim]));
  const grants = rules.grants.filter(({ group }) => groups.has(group));
  const role = ROLES.findLast((each) => grants.some((grant) => grant.role === each));
  if (role === undefined) return null;
  const highest = grants.filter((grant) => includesRole(grant.role, role));
  const definitions = unionOf(highest.map((grant) => grant.definitions));
  return { actor: actorOf(claims, sub, rules), role, definitions, credential: `oidc:${sub}` };
}

/**
 * The slash tells it from the name of an API key, which has none: a person who may choose a name at
 * the provider cannot take that of a program. It has no colon, as no actor has.
 */
function actorOf(claims: Claims, sub: string, { nameClaim }: Rules): string {
  const named = nameClaim === null ? verifiedEmail(claims) : claims[nameClaim];
  const name = typeof named === 'string' && named !== '' ? named : sub;
  const plain = encodeURIComponent(Buffer.from(name).toString()).replaceAll('%40', '@');
  return `oidc/${plain.slice(0, NAME_CHARS_MAX)}`;
}

/** Whoever may enter an address at the provider must not become its owner here. */
function verifiedEmail({ email, email_verified: isVerified }: Claims): unknown {
  return isVerified === true ? email : undefined;
}

/** Providers give one group as a text, or several as a list. */
function textsIn(value: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((each) => typeof each === 'string');
}

function unionOf(scopes: readonly DefinitionScope[]): DefinitionScope {
  const lists = scopes.filter((scope) => scope !== 'all');
  return lists.length < scopes.length ? 'all' : [...new Set(lists.flat())];
}
