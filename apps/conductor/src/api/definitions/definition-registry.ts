import { createHash } from 'node:crypto';
import {
  canonicalJson,
  compileDefinition,
  type DefinitionFault,
  type JsonValue,
  type SagaDefinition,
} from '#saga-core';
import type { DefinitionStore } from '#persistence';
import type { DefinitionCatalog } from '#saga-runtime';
import type { Engine } from '../../workers/engine.js';
import { ApiError } from '../edge/api-error.js';
import { checkChildren } from './child-rules.js';

/** The version is not known before the document is stored; a document is valid under any. */
const ANY_VERSION = 1;

export type CheckedDefinition =
  | { readonly ok: true; readonly definition: SagaDefinition }
  | { readonly ok: false; readonly faults: readonly DefinitionFault[] };

export interface PostedDefinition {
  readonly name: string;
  readonly version: number;
  readonly hash: string;
  readonly isNew: boolean;
}

/** Takes definitions in: by themselves, and among the others. */
export class DefinitionRegistry {
  constructor(
    private readonly parts: {
      readonly store: DefinitionStore;
      readonly catalog: DefinitionCatalog;
      readonly engine: Engine;
    },
  ) {}

  /** Nothing is stored. @throws StoreUnavailableError */
  async check(document: JsonValue): Promise<CheckedDefinition> {
    const result = compileDefinition(document, ANY_VERSION);
    if (!result.ok) return result;
    const faults = await checkChildren(result.definition, this.parts.catalog);
    return faults.length === 0 ? result : { ok: false, faults };
  }

  /** @throws ApiError, StoreUnavailableError */
  async post(document: JsonValue): Promise<PostedDefinition> {
    const result = await this.check(document);
    if (!result.ok) {
      const detail = 'See errors for everything that is wrong.';
      throw new ApiError('DEFINITION_INVALID', detail, { errors: result.faults });
    }
    const { name, trigger } = result.definition;
    const hash = createHash('sha256').update(canonicalJson(document)).digest('hex');
    const triggerEvent = trigger?.event ?? null;
    const text = JSON.stringify(document);
    const saved = await this.parts.store.save({ name, hash, document: text, triggerEvent });
    if (triggerEvent !== null) await this.parts.engine.listenTo(triggerEvent);
    return { name, ...saved, hash };
  }
}
