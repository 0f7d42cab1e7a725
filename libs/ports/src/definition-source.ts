import type { SagaDefinition } from '#definition';

/** Definitions by name and version. */
export interface DefinitionSource {
  /** null: there is no such definition. @throws StoreUnavailableError */
  load(name: string, version: number): Promise<SagaDefinition | null>;
}

/** What a start asks for. */
export interface WantedVersion {
  readonly name: string;
  /** null: the latest one that is not retired. */
  readonly version: number | null;
}

/** Names what is wanted, for maps. */
export function wantedKey({ name, version }: WantedVersion): string {
  return `${name}@${version ?? ''}`;
}

/** Which version a start gets. */
export type Resolution =
  | { readonly type: 'found'; readonly version: number }
  | { readonly type: 'retired'; readonly version: number }
  | { readonly type: 'unknown' };

/** A definition that an event starts: its latest version that is not retired, if there is one. */
export interface Triggered {
  readonly name: string;
  readonly version: number;
  readonly isRetired: boolean;
}

/** A way in which a definition gives an event its key. */
export interface AwaitedBy {
  readonly name: string;
  /** The newest version that says so. */
  readonly version: number;
  /** It is the version that starts take: what it cannot evaluate is a fault. */
  readonly isCurrent: boolean;
  /** The template that gives the key. */
  readonly eventKey: string;
  /** How long an early event is kept: the longest `eventTtl` of these versions, in ms. */
  readonly ttlMs: number;
}

/** Looks up definitions for a start. Every method @throws StoreUnavailableError */
export interface DefinitionCatalog extends DefinitionSource {
  /** The version asked for; `version` null: the latest one that is not retired. */
  resolve(name: string, version: number | null): Promise<Resolution>;

  /** Definitions whose latest version is triggered by the event. */
  triggeredBy(event: string): Promise<readonly Triggered[]>;

  /** Events that trigger at least one definition. */
  triggerEvents(): Promise<readonly string[]>;
}

/** Which definitions wait for which events. Every method @throws StoreUnavailableError */
export interface AwaitedEventCatalog {
  /**
   * How definitions that wait for the event give it its key: all versions that are not retired or
   * still have open sagas, each way once.
   */
  awaitedBy(event: string): Promise<readonly AwaitedBy[]>;

  /** Events that such versions wait for. */
  awaitedEvents(): Promise<readonly string[]>;
}
