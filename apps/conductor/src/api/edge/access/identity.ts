/** What a caller may do, from the least to the most: each role may do what those before it may. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** The definitions, with their sagas, that a caller may see and act on. */
export type DefinitionScope = 'all' | readonly string[];

/** Who calls, and what the caller may do. */
export interface Identity {
  /** The name that the audit log shows. */
  readonly actor: string;
  readonly role: Role;
  /** An admin's is always `all`. */
  readonly definitions: DefinitionScope;
  /**
   * What it showed: `setting:<name>`, a key of the settings, `key:<id>`, a stored one, or
   * `oidc:<subject>`, or `approval:<id>`. null: no login is needed.
   */
  readonly credential: string | null;
  /** A key for emergencies: it needs no second person, and each use is told of. Default: no. */
  readonly breakGlass?: true;
  /** By what a second person confirmed. Left out: nobody had to. */
  readonly approval?: ConfirmedBy;
}

/** An act that a second person confirmed, while it is carried out. */
export interface ConfirmedBy {
  /** Of the approval. */
  readonly id: string;
  readonly confirmedBy: string;
  /** The sagas of a bulk, as they were when it was asked for; null: it is none. */
  readonly sagaIds: readonly string[] | null;
}

/** The caller when no login is needed: a program on this machine. */
export const LOCAL_CALLER: Identity = {
  actor: 'local',
  role: 'admin',
  definitions: 'all',
  credential: null,
};

export function seesDefinition({ definitions }: Identity, name: string): boolean {
  return definitions === 'all' || definitions.includes(name);
}

/** For lists: only these; null: all. */
export function visibleDefinitions({ definitions }: Identity): readonly string[] | null {
  return definitions === 'all' ? null : definitions;
}

/** Whether the role includes what the other one may do. */
export function includesRole(role: Role, other: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(other);
}
