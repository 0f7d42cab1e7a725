import type { StepDefinition, StepPlace } from '../model/saga-definition.js';
import type { StepDocument } from '../read/step-document.js';
import type { StepGraph } from '../rules/step-graph.js';
import type { Places, SagaTypes } from '../types/expression-places.js';
import type { SagaDocument } from './saga-document.js';

/** A step, and what its compilation has to know of the others. */
export interface DocumentPlace {
  readonly step: StepDocument;
  readonly index: number;
  readonly saga: SagaDocument;
  readonly graph: StepGraph | null;
  /** Names of all steps. */
  readonly known: ReadonlySet<string>;
  /** null: they are not looked at. */
  readonly types: SagaTypes | null;
}

/** What a type of step is made of, beside its place. */
export type Action = { [Step in StepDefinition as Step['type']]: Omit<Step, keyof StepPlace> };

/** null: it has faults, and they are reported. */
export type CompileAction<Document> = (
  place: DocumentPlace,
  document: Document,
  at: Places,
) => Action[keyof Action] | null;
