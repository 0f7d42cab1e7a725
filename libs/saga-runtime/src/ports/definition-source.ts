import type { SagaDefinition } from '#saga-core';

/** Compiled definitions by name and version. They never change, so they may be kept for ever. */
export interface DefinitionSource {
  /** null: there is no such definition. @throws StoreUnavailableError */
  load(name: string, version: number): Promise<SagaDefinition | null>;
}
