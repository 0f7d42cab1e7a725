import type { JsonValue } from '../json.js';
import { compileCondition, compileMapping, type TemplatePlace } from '../expressions/mapping.js';
import { compileInputCheck } from './check-input.js';
import { type DefinitionFault, FaultList } from './definition-fault.js';
import { checkDocumentLimits } from './document-limits.js';
import { DURATION_MAX_MS } from './durations.js';
import { checkCompensations, checkLength, checkPivot, checkWidth } from './graph-rules.js';
import { checkInputSchema } from './input-schema-rules.js';
import { compileLock } from './locks.js';
import { readSagaDocument, type SagaDocument } from './saga-document.js';
import type {
  CompensationDefinition,
  Loop,
  Mapping,
  SagaDefinition,
  StepDefinition,
  StepPlace,
} from './saga-definition.js';
import { compileChild } from './child-step.js';
import { participantOf } from './step-action.js';
import type { StepDocument } from './step-document.js';
import type { LoopDocument } from './step-loop.js';
import { buildStepGraph, type StepGraph } from './step-graph.js';
import { compileTrigger } from './trigger.js';

export type CompileResult =
  | { readonly ok: true; readonly definition: SagaDefinition }
  | { readonly ok: false; readonly faults: readonly DefinitionFault[] };

/**
 * Makes a posted document ready to run, or says everything that is wrong with it. Whatever it is
 * given it answers, and in time about linear in its size; it never throws.
 *
 * `version` is the one the document is, or would be, stored under.
 */
export function compileDefinition(document: unknown, version: number): CompileResult {
  const faults = new FaultList();
  if (!checkDocumentLimits(document, faults)) return { ok: false, faults: faults.faults };
  const saga = readSagaDocument(document as JsonValue, faults);
  if (saga === null) return { ok: false, faults: faults.faults };
  const graph = checkRules(saga, faults);
  const known = namesIn(saga.steps);
  const steps = saga.steps.map((step, index) =>
    compileStep({ step, index, saga, graph, known }, faults),
  );
  const output = compileMapping(saga.output, {
    path: '/output',
    // at the end every step is settled, and all of them can be named
    visible: { known, before: null },
    report: faults.add,
  });
  const locks = saga.locks.map((lock) => compileLock(lock, faults));
  const trigger = saga.trigger && compileTrigger(saga.trigger, faults);
  if (faults.faults.length > 0 || saga.name === null) return { ok: false, faults: faults.faults };
  const compiled = steps.filter((step) => step !== null);
  const definition: SagaDefinition = {
    name: saga.name,
    version,
    deadlineMs: saga.deadlineMs,
    steps: compiled,
    locks: locks.filter((lock) => lock !== null),
    trigger,
    stepByName: new Map(compiled.map((step) => [step.name, step])),
    pivot: compiled.find(({ kind }) => kind === 'pivot') ?? null,
    output: output ?? emptyMapping,
    checkInput: compileInputCheck(saga.inputSchema),
  };
  return { ok: true, definition };
}

/** Rules that look at several steps; null: what comes before what is not known. */
function checkRules(saga: SagaDocument, faults: FaultList): StepGraph | null {
  const { steps, inputSchema } = saga;
  if (inputSchema !== undefined) checkInputSchema(inputSchema, '/inputSchema', faults);
  checkCompensations(steps, faults);
  if (!saga.isWhole) return null;
  const graph = buildStepGraph(steps, faults);
  checkPivot(steps, graph, faults);
  if (graph === null) return null;
  checkWidth(graph, faults);
  checkLength(steps, graph, faults);
  return graph;
}

interface DocumentPlace {
  readonly step: StepDocument;
  readonly index: number;
  readonly saga: SagaDocument;
  readonly graph: StepGraph | null;
  /** Names of all steps. */
  readonly known: ReadonlySet<string>;
}

/** null: it has faults, and they are reported. */
function compileStep(place: DocumentPlace, faults: FaultList): StepDefinition | null {
  const { step, index, saga, graph, known } = place;
  const visible = { known, before: namesBefore(place) };
  const at = (path: string): TemplatePlace => ({ path, visible, report: faults.add });
  const when = step.when === null ? null : compileCondition(step.when, at(`${step.path}/when`));
  const action = compileAction(step, at);
  if (step.name === null || action === null || graph === null) return null;
  return {
    name: step.name,
    kind: step.kind,
    after: namesAt(saga.steps, graph.predecessors[index] ?? []),
    dependents: namesAt(saga.steps, graph.dependents[index] ?? []),
    when,
    ...action,
  };
}

type Action = { [Step in StepDefinition as Step['does']]: Omit<Step, keyof StepPlace> };

/** null: it has faults, and they are reported. */
function compileAction(
  step: StepDocument,
  at: (path: string) => TemplatePlace,
): Action[keyof Action] | null {
  const { action, path } = step;
  switch (action?.does) {
    case undefined:
      return null;
    case 'command':
    case 'saga': {
      const inside = insideOf(step, at);
      const input = compileMapping(step.input, inside(`${path}/input`));
      const compensation = compileCompensation(step, inside);
      const loop = step.loop === null ? null : compileLoop(step.loop, path, at);
      const common = { input: input ?? emptyMapping, loop, iterationOf: null };
      if (action.does === 'saga') {
        const child = compileChild(action, step.kind);
        return child && { does: 'command', ...common, ...child };
      }
      const { command } = action;
      if (command === null) return null;
      const { timeoutMs, retry } = step;
      const participant = participantOf(command);
      const sending = { child: null, participant, command, timeoutMs, retry, compensation };
      return { does: 'command', ...common, ...sending };
    }
    case 'wait': {
      const { signal, timeoutMs, onTimeout } = action;
      if (signal === null) return null;
      return { does: 'wait', signal, timeoutMs: timeoutMs ?? WAIT_MS_DEFAULT, onTimeout };
    }
    case 'delay': {
      const { delay } = action;
      if (typeof delay === 'number') return { does: 'delay', delay };
      const until = delay === null ? null : compileMapping(delay, at(`${path}/delay`));
      return until === null ? null : { does: 'delay', delay: until };
    }
  }
}

/** Places that can name the item and its index. */
function insideOf({ loop }: StepDocument, at: (path: string) => TemplatePlace): typeof at {
  return loop?.type === 'forEach' ? withVariables(at, [loop.as, 'index']) : at;
}

function withVariables(
  at: (path: string) => TemplatePlace,
  variables: readonly string[],
): (path: string) => TemplatePlace {
  return (path) => {
    const place = at(path);
    return { ...place, visible: { ...place.visible, variables } };
  };
}

/** null: it has faults, and they are reported. */
function compileLoop(
  loop: LoopDocument,
  path: string,
  at: (path: string) => TemplatePlace,
): Loop | null {
  if (loop.type === 'forEach') {
    const { maxParallel } = loop;
    const items = loop.items && compileMapping(loop.items, at(`${path}/forEach/items`));
    return items ? { type: 'forEach', items, maxParallel } : null;
  }
  const { intervalMs, maxIterations } = loop;
  const place = withVariables(at, ['output'])(`${path}/repeat/until`);
  const until = loop.until && compileCondition(loop.until, place);
  return until ? { type: 'repeat', until, intervalMs, maxIterations } : null;
}

/** A wait that names no end still has one: nothing is waited for without a timer. */
const WAIT_MS_DEFAULT = DURATION_MAX_MS;

/**
 * It may name what its step's own input may, and not the step's output: it has to work when no
 * reply ever came.
 */
function compileCompensation(
  { compensation }: StepDocument,
  at: (path: string) => TemplatePlace,
): CompensationDefinition | null {
  if (compensation === null || compensation === 'none') return null;
  const { command, input, inputPath, timeoutMs, retry } = compensation;
  const mapping = input === undefined ? null : compileMapping(input, at(inputPath));
  return command === null ? null : { command, input: mapping, timeoutMs, retry };
}

function namesIn(steps: readonly StepDocument[]): ReadonlySet<string> {
  return new Set(steps.flatMap(({ name }) => (name === null ? [] : [name])));
}

function namesBefore({ saga, graph, index }: DocumentPlace): ReadonlySet<string> | null {
  return graph && new Set(namesAt(saga.steps, graph.before[index] ?? []));
}

function namesAt(steps: readonly StepDocument[], indexes: readonly number[]): readonly string[] {
  return indexes.flatMap((index) => steps[index]?.name ?? []);
}

const emptyMapping: Mapping = () => ({});
