import type { JsonValue } from '#protocol';
import { compileMapping, newBudget, NO_GUARDS, typeOfSchema, UNKNOWN } from '#expressions';
import { compileInputCheck } from '../input-schema/check-input.js';
import { emptyMapping } from './command-action.js';
import { compileStep } from './compile-step.js';
import { type DefinitionFault, FaultList } from '../model/definition-fault.js';
import { checkDocumentLimits } from '../read/document-limits.js';
import { placesIn, type SagaTypes } from '../types/expression-places.js';
import { warnOfDeadline } from '../rules/deadline-warnings.js';
import { warnOfFlow } from '../rules/flow-warnings.js';
import { NullOutputs } from '../types/null-outputs.js';
import { checkFlow } from '../rules/flow-rules.js';
import { checkCompensations, checkLength, checkPivot, checkWidth } from '../rules/graph-rules.js';
import type { InputSchemas } from '../types/input-fit.js';
import { checkInputSchema } from '../input-schema/input-schema-rules.js';
import { compileLock } from './locks.js';
import { type OutputSchemas, OutputTypes } from '../types/output-types.js';
import { readSagaDocument, type SagaDocument } from './saga-document.js';
import type { SagaDefinition } from '../model/saga-definition.js';
import { checkSlip } from './slip-rules.js';
import type { StepDocument } from '../read/step-document.js';
import { buildStepGraph, type StepGraph } from '../rules/step-graph.js';
import { compileTrigger } from './trigger.js';

export type CompileResult =
  | { readonly ok: true; readonly definition: SagaDefinition }
  | { readonly ok: false; readonly faults: readonly DefinitionFault[] };

export interface CompileOptions {
  /** Schemas of the outputs of commands, by the rules of `inputSchema`; default: unknown. */
  readonly outputSchemas?: OutputSchemas;
  /** Schemas of the inputs of commands, likewise. */
  readonly inputSchemas?: InputSchemas;
  /**
   * It was accepted before and has sagas, perhaps by a release that knew less of types: those are
   * not looked at again. Default false.
   */
  readonly isStored?: boolean;
}

/**
 * Compiles a posted document, or reports everything that is wrong with it. It answers for any
 * input, in time about linear in its size, and never throws.
 *
 * `version` is the one the document is, or would be, stored under.
 */
export function compileDefinition(
  document: unknown,
  version: number,
  options: CompileOptions = {},
): CompileResult {
  const { isStored = false } = options;
  const faults = new FaultList(isStored);
  if (!checkDocumentLimits(document, faults)) return { ok: false, faults: faults.faults };
  const saga = readSagaDocument(document as JsonValue, faults);
  if (saga === null) return { ok: false, faults: faults.faults };
  const { inputSchema } = saga;
  // an accepted definition stays valid, even if its schema exceeds limits that came later
  const isSchemaSound =
    inputSchema === undefined ||
    checkInputSchema(inputSchema, { path: '/inputSchema', countsLists: !isStored }, faults);
  const graph = checkRules(saga, faults);
  const types = isStored ? null : typesOf(saga, graph, isSchemaSound, options);
  const known = namesIn(saga.steps);
  const report = { faults, warnings: new FaultList() };
  const steps = saga.steps.map((step, index) =>
    compileStep({ step, index, saga, graph, known, types }, report),
  );
  // at the end every step is settled, and all of them can be named
  const noStep = { step: null, later: new Set<string>() };
  const end = { ...noStep, part: 'output' } as const;
  const factsOf = types?.nulls.factsFor(null);
  const atEnd = { visible: { known, before: null, at: end }, types, guards: NO_GUARDS, factsOf };
  const output = compileMapping(saga.output, placesIn(atEnd, report)('/output'));
  const start = { ...noStep, part: 'start' } as const;
  const atStart = { ...atEnd, visible: { known: new Set<string>(), before: null, at: start } };
  const locks = saga.locks.map((lock) => compileLock(lock, placesIn(atStart, report)));
  const trigger = saga.trigger && compileTrigger(saga.trigger, placesIn(atStart, report));
  types?.outputs.reportUnused(report.warnings.add);
  if (types !== null) warnOfDeadline(saga.steps, saga.deadlineMs, report.warnings.add);
  if (types !== null && graph !== null) {
    warnOfFlow(saga.steps, graph, { isUsed: types.outputs.isUsed, warn: report.warnings.add });
  }
  if (faults.faults.length > 0 || saga.name === null) return { ok: false, faults: faults.faults };
  const compiled = steps.filter((step) => step !== null);
  const definition: SagaDefinition = {
    name: saga.name,
    version,
    mode: saga.mode,
    deadlineMs: saga.deadlineMs,
    awaitsEvents: compiled.some(({ type }) => type === 'event'),
    eventTtlMs: saga.eventTtlMs,
    steps: compiled,
    locks: locks.filter((lock) => lock !== null),
    trigger,
    tellsInput: saga.tellsInput,
    sensitive: saga.sensitive,
    stepByName: new Map(compiled.map((step) => [step.name, step])),
    pivot: compiled.find(({ kind }) => kind === 'pivot') ?? null,
    output: output ?? emptyMapping,
    checkInput: compileInputCheck(saga.inputSchema),
    warnings: report.warnings.faults,
  };
  return { ok: true, definition };
}

function typesOf(
  { inputSchema, steps }: SagaDocument,
  graph: StepGraph | null,
  isSchemaSound: boolean,
  { outputSchemas = new Map(), inputSchemas = new Map() }: CompileOptions,
): SagaTypes {
  const isKnown = inputSchema !== undefined && isSchemaSound;
  const input = isKnown ? typeOfSchema(inputSchema) : UNKNOWN;
  const outputs = new OutputTypes(steps, outputSchemas);
  const nulls = new NullOutputs(steps, graph);
  return { input, outputs, nulls, inputSchemas, patterns: newBudget() };
}

/** Rules that look at several steps; null: what comes before what is not known. */
function checkRules(saga: SagaDocument, faults: FaultList): StepGraph | null {
  const { steps } = saga;
  checkCompensations(steps, faults);
  checkSlip(saga, faults);
  if (!saga.isWhole) return null;
  const graph = buildStepGraph(steps, faults);
  checkPivot(steps, graph, faults);
  if (graph === null) return null;
  checkFlow(steps, graph, faults);
  checkWidth(graph, faults);
  checkLength(steps, graph, faults);
  return graph;
}

function namesIn(steps: readonly StepDocument[]): ReadonlySet<string> {
  return new Set(steps.flatMap(({ name }) => (name === null ? [] : [name])));
}
