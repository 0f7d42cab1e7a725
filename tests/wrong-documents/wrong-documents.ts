import { readFileSync } from 'node:fs';
import type { JsonObject } from '#protocol';

/** A finding of the compiler: a fault or, where the document is accepted, a warning. */
export interface Answer {
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}

/** A document of somebody who writes a first definition, or comes from another engine. */
export interface WrongDocument {
  readonly mistake: string;
  readonly document: JsonObject;
  /** Schemas that participants declared of what their commands give. */
  readonly outputs?: Readonly<Record<string, JsonObject>>;
  /** Everything that is said of it; nothing: it is right as it is. */
  readonly answers: readonly Answer[];
  /** Whether the JSON Schema sees it too. */
  readonly isInForm?: boolean;
  /** What who reads the answers makes of it. Left out: it needs no change of its own. */
  readonly mended?: JsonObject;
}

/**
 * 78 mistakes, of which four turn out to be none. One document a line: lines are compared, and a
 * message that changes is seen beside the document that it is about.
 */
export const WRONG_DOCUMENTS = JSON.parse(
  readFileSync('tests/wrong-documents/documents.json', 'utf8'),
) as readonly WrongDocument[];
