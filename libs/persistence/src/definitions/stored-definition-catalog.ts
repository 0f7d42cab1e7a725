import type { SagaDefinition } from '#definition';
import type { AwaitedEventCatalog, DefinitionCatalog, Resolution } from '#ports';
import type { DefinitionResolver } from './definition-resolver.js';
import type { DefinitionStore } from './definition-store.js';
import type { StoredDefinitionSource } from './stored-definition-source.js';

/** Looks up stored definitions for a start. */
export class StoredDefinitionCatalog implements DefinitionCatalog, AwaitedEventCatalog {
  constructor(
    private readonly parts: {
      readonly store: DefinitionStore;
      readonly resolver: DefinitionResolver;
      readonly source: StoredDefinitionSource;
    },
  ) {}

  resolve(name: string, version: number | null): Promise<Resolution> {
    return this.parts.resolver.resolve(name, version);
  }

  load(name: string, version: number): Promise<SagaDefinition | null> {
    return this.parts.source.load(name, version);
  }

  /** One that was loaded; null: it was not, or long ago. */
  peek(name: string, version: number): SagaDefinition | null {
    return this.parts.source.peek(name, version);
  }

  triggeredBy(event: string) {
    return this.parts.store.triggeredBy(event);
  }

  awaitedBy(event: string) {
    return this.parts.store.awaitedBy(event);
  }

  awaitedEvents(): Promise<readonly string[]> {
    return this.parts.store.awaitedEvents();
  }

  triggerEvents(): Promise<readonly string[]> {
    return this.parts.store.triggerEvents();
  }
}
