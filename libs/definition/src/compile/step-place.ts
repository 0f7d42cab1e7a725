import type { StepDefinition, StepPlace } from '../model/saga-definition.js';
import type { StepDocument } from '../read/step-document.js';
import type { StepGraph } from '../rules/step-graph.js';
import type { Places, SagaTypes } from '../types/expression-places.js';
import type { SagaDocument } from './saga-document.js';

/** A step, and what its compilation needs to know about the others. */
export interface DocumentPlace {
  readonly step: StepDocument;
  readonly index: number;
  readonly saga: SagaDocument;
  readonly graph: StepGraph | null;
  /** Names of all steps. */
  readonly known: ReadonlySet<string>;
  /** null: types are not checked. */
  readonly types: SagaTypes | null;
}

/** The fields of a step that depend on its type, by type. */
export type Action = { [Step in StepDefinition as Step['type']]: Omit<Step, keyof StepPlace> };

/** Returns null when there are faults; it has reported them. */
export type CompileAction<Document> = (
  place: DocumentPlace,
  document: Document,
  at: Places,
) => Action[keyof Action] | null;
