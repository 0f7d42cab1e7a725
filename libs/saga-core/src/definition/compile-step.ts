import {
  compileCondition,
  compileMapping,
  compileTextMapping,
  compileTypedMapping,
  guardsOfCondition,
  type TemplatePlace,
} from '../expressions/mapping.js';
import { NO_GUARDS } from '../expressions/types/guards.js';
import { NUMBER, UNKNOWN, type ValueType } from '../expressions/types/value-type.js';
import type { JsonValue } from '../json.js';
import { DURATION_MAX_MS } from './durations.js';
import {
  type Places,
  placesIn,
  type Report,
  type SagaTypes,
  withVariables,
} from './expression-places.js';
import type { SagaDocument } from './saga-document.js';
import type {
  CompensationDefinition,
  Loop,
  Mapping,
  SlipMappings,
  StepDefinition,
  StepPlace,
} from './saga-definition.js';
import { compileChild } from './child-step.js';
import { misfitsOf } from './input-fit.js';
import { compileSlipMapping } from './slip-template.js';
import { type ActionDocument, participantOf } from './step-action.js';
import type { StepDocument } from './step-document.js';
import type { StepGraph } from './step-graph.js';
import type { LoopDocument } from './step-loop.js';

interface DocumentPlace {
  readonly step: StepDocument;
  readonly index: number;
  readonly saga: SagaDocument;
  readonly graph: StepGraph | null;
  /** Names of all steps. */
  readonly known: ReadonlySet<string>;
  /** null: they are not looked at. */
  readonly types: SagaTypes | null;
}

/** null: it has faults, and they are reported. */
export function compileStep(place: DocumentPlace, report: Report): StepDefinition | null {
  const { step, index, saga, graph, known, types } = place;
  const visible = { known, before: namesBefore(place) };
  const first = placesIn({ visible, types, guards: NO_GUARDS }, report);
  const when = step.when === null ? null : compileCondition(step.when, first(`${step.path}/when`));
  const guards = step.when === null || types === null ? NO_GUARDS : guardsOfCondition(step.when);
  const action = compileAction(place, placesIn({ visible, types, guards }, report));
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
function compileAction(place: DocumentPlace, at: Places): Action[keyof Action] | null {
  const { action, path } = place.step;
  switch (action?.does) {
    case undefined:
      return null;
    case 'command':
    case 'saga':
      return compileCommand(place, action, at);
    case 'wait': {
      const { signal, timeoutMs, onTimeout } = action;
      if (signal === null) return null;
      return { does: 'wait', signal, timeoutMs: timeoutMs ?? WAIT_MS_DEFAULT, onTimeout };
    }
    case 'delay': {
      const { delay } = action;
      if (typeof delay === 'number') return { does: 'delay', delay };
      const place = at(`${path}/delay`);
      const until = delay === null ? null : compileTextMapping(delay, 'string', place);
      return until ? { does: 'delay', delay: until.mapping } : null;
    }
  }
}

function compileCommand(
  place: DocumentPlace,
  action: Extract<ActionDocument, { does: 'command' | 'saga' }>,
  at: Places,
): Action['command'] | null {
  const { step, saga, types } = place;
  const compiled = step.loop && compileLoop(step.loop, { step, types, at });
  const inside = compiled?.inside ?? at;
  const input = compileInput(place, inside);
  const compensation = compileCompensation(place, inside);
  const loop = compiled?.loop ?? null;
  const common = {
    does: 'command',
    input: input ?? emptyMapping,
    loop,
    iterationOf: null,
    slip: null,
  } as const;
  if (action.does === 'saga') {
    const child = compileChild(action, step.kind);
    return child && { ...common, ...child };
  }
  const { command } = action;
  if (command === null) return null;
  const { timeoutMs, retry } = step;
  const participant = participantOf(command);
  const sent = { child: null, participant, command, timeoutMs, retry, compensation };
  const slip = saga.mode === 'routing-slip' ? compileSlip(step, inside) : null;
  return { ...common, ...sent, slip };
}

/** Of templates that were compiled before: what is wrong with them is known. */
function compileSlip(step: StepDocument, at: Places): SlipMappings | null {
  const compile = (template: JsonValue) =>
    compileMapping(template, { ...at(''), report: () => undefined, warn: () => undefined });
  const input = compileSlipMapping(step.input, compile);
  const { compensation } = step;
  const hasOwn = compensation !== null && compensation !== 'none';
  const template = hasOwn ? compensation.input : undefined;
  const back = template === undefined ? null : compileSlipMapping(template, compile);
  return input && { input, compensation: back };
}

/** The step's own data, which also its compensation gets when that has none of its own. */
function compileInput({ step, types }: DocumentPlace, at: Places): Mapping | null {
  const place = at(`${step.path}/input`);
  const compiled = compileTypedMapping(step.input, place);
  if (compiled === null) return null;
  const { action, compensation } = step;
  const commands = [action?.does === 'command' ? action.command : null];
  if (compensation !== null && compensation !== 'none' && compensation.input === undefined) {
    commands.push(compensation.command);
  }
  const given = { template: step.input, type: compiled.type, place };
  for (const command of commands) warnOfMisfits(command, given, types);
  return compiled.mapping;
}

interface Given {
  readonly template: JsonValue;
  readonly type: ValueType;
  readonly place: TemplatePlace;
}

function warnOfMisfits(
  command: string | null,
  { template, type, place }: Given,
  types: SagaTypes | null,
): void {
  const schema = command === null ? undefined : types?.inputSchemas.get(command);
  if (schema === undefined) return;
  for (const { path, message } of misfitsOf(template, type, schema)) {
    place.warn(`${place.path}${path}`, 'input-does-not-fit', `for ${command} this ${message}`);
  }
}

interface LoopPlace {
  readonly step: StepDocument;
  readonly types: SagaTypes | null;
  readonly at: Places;
}

/** `loop`: null when it has faults, which are reported. `inside`: what its inputs can name. */
function compileLoop(
  document: LoopDocument,
  { step, types, at }: LoopPlace,
): { readonly loop: Loop | null; readonly inside: Places } {
  if (document.type === 'forEach') {
    const { items, as, maxParallel } = document;
    const place = at(`${step.path}/forEach/items`);
    const list = items === null ? null : compileTextMapping(items, 'list', place);
    const item = list?.type.items() ?? UNKNOWN;
    const variables = new Map([
      // of a list that is always empty no item is ever looked at
      [as, item.kinds === 0 ? UNKNOWN : item] as const,
      ['index', NUMBER] as const,
    ]);
    const loop: Loop | null = list && { type: 'forEach', items: list.mapping, maxParallel };
    return { loop, inside: withVariables(at, variables) };
  }
  const { intervalMs, maxIterations } = document;
  const output = types === null ? UNKNOWN : types.outputs.useOnce(step);
  const place = withVariables(at, new Map([['output', output]]))(`${step.path}/repeat/until`);
  const until = document.until === null ? null : compileCondition(document.until, place);
  const loop: Loop | null = until ? { type: 'repeat', until, intervalMs, maxIterations } : null;
  return { loop, inside: at };
}

/** A wait that names no end still has one: nothing is waited for without a timer. */
const WAIT_MS_DEFAULT = DURATION_MAX_MS;

/**
 * It may name what its step's own input may, and not the step's output: it has to work when no
 * reply ever came.
 */
function compileCompensation(
  { step: { compensation }, types }: DocumentPlace,
  at: Places,
): CompensationDefinition | null {
  if (compensation === null || compensation === 'none') return null;
  const { command, input: template, inputPath, timeoutMs, retry } = compensation;
  const place = at(inputPath);
  const compiled = template === undefined ? null : compileTypedMapping(template, place);
  if (compiled !== null && template !== undefined) {
    warnOfMisfits(command, { template, type: compiled.type, place }, types);
  }
  const input = compiled?.mapping ?? null;
  return command === null ? null : { command, input, timeoutMs, retry };
}

function namesBefore({ saga, graph, index }: DocumentPlace): ReadonlySet<string> | null {
  return graph && new Set(namesAt(saga.steps, graph.before[index] ?? []));
}

function namesAt(steps: readonly StepDocument[], indexes: readonly number[]): readonly string[] {
  return indexes.flatMap((index) => steps[index]?.name ?? []);
}

export const emptyMapping: Mapping = () => ({});
