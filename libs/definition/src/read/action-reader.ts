import type { Field } from '../language/field.js';
import type { RetryPolicy } from '../model/saga-definition.js';
import type { Fields } from './fields.js';

/** How a step says what it does: one field of these, with what it means. */
export interface ActionReader<Type extends string, Document extends { readonly type: Type }> {
  /** The field itself. */
  readonly field: Field;
  /** Fields that mean nothing beside it, and why; null: all may stand there. */
  readonly excludes: { readonly fields: readonly string[]; readonly because: string } | null;
  /** What is wrong is reported, and null in the document. */
  read(step: Fields): Document;
  /** How long it takes at most, in ms, as far as that is the step's own to say. */
  longestMs(document: Document, exchange: Exchange): number;
}

/** How a step's command is sent. */
export interface Exchange {
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
}
