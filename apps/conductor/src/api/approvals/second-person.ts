import type { operatorStores } from '#persistence';
import {
  includesRole,
  ROLES,
  type DefinitionScope,
  type Identity,
  type Role,
} from '../edge/access/identity.js';

/** What is known of callers beside what they showed. */
export interface KnownCallers {
  /** Who made the keys of this name. */
  readonly makersOf: (actor: string) => readonly string[];
  /** What a stored key of this name may do now; null: it has ended. */
  readonly rightsOf: (actor: string) => Identity | null;
  /** What a key of the settings may do now; null: there is none of this name. */
  readonly settingOf: (actor: string) => Identity | null;
}

type Asker = Pick<operatorStores.ApprovalRecord, 'actor' | 'credential' | 'role' | 'definitions'>;

/**
 * Whether the caller is the one who asked, as far as can be told: by name, by what was shown, and
 * because whoever made a key has had it in hand. Two logins of one person under two names, or two
 * keys that a third one made for one person, cannot be told apart.
 */
export function isSamePerson(
  asker: Pick<Asker, 'actor' | 'credential'>,
  caller: Pick<Identity, 'actor' | 'credential'>,
  { makersOf }: Pick<KnownCallers, 'makersOf'>,
): boolean {
  if (caller.actor === asker.actor) return true;
  if (caller.credential !== null && caller.credential === asker.credential) return true;
  return (
    makersOf(caller.actor).includes(asker.actor) || makersOf(asker.actor).includes(caller.actor)
  );
}

/**
 * What the asker may do now. null: their key has ended, and so has what they asked for. Of somebody
 * of an OpenID provider it is what they might do when they asked: the provider is not asked again.
 */
export function rightsNow(
  { actor, credential, role, definitions }: Asker,
  { rightsOf, settingOf }: Pick<KnownCallers, 'rightsOf' | 'settingOf'>,
): Pick<Identity, 'role' | 'definitions'> | null {
  const kind = credential?.split(':')[0];
  if (kind === 'setting') return settingOf(actor);
  if (kind === 'key') return rightsOf(actor);
  const known = ROLES.find((each) => each === role);
  return known === undefined ? null : { role: known, definitions: definitions ?? 'all' };
}

/** What both may do: the act is done by these rights. */
export function rightsOfBoth(
  one: Pick<Identity, 'role' | 'definitions'>,
  other: Pick<Identity, 'role' | 'definitions'>,
): { readonly role: Role; readonly definitions: DefinitionScope } {
  const role = includesRole(one.role, other.role) ? other.role : one.role;
  const { definitions } = one;
  if (definitions === 'all') return { role, definitions: other.definitions };
  if (other.definitions === 'all') return { role, definitions };
  const common = definitions.filter((name) => other.definitions.includes(name));
  return { role, definitions: common };
}
