import {
  compileMapping,
  compileTypedMapping,
  type Mapping,
  type TemplatePlace,
  type ValueType,
} from '#expressions';
import type { JsonValue } from '#protocol';
import type { CompensationDefinition, SlipMappings } from '../model/saga-definition.js';
import type { StepDocument } from '../read/step-document.js';
import { inPart, type Places, type SagaTypes } from '../types/expression-places.js';
import { misfitsOf } from '../types/input-fit.js';
import { compileSlipMapping } from './slip-template.js';
import type { DocumentPlace } from './step-place.js';

/* What a step's commands carry: forward, back, and on a routing slip. */

/** The step's own data, which its compensation gets too if it has no input of its own. */
export function compileInput({ step, types }: DocumentPlace, at: Places): Mapping | null {
  const place = at(`${step.path}/input`);
  const compiled = compileTypedMapping(step.input, place);
  if (compiled === null) return null;
  const { action, compensation } = step;
  const commands = [action?.type === 'command' ? action.command : null];
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

/**
 * It may name what its step's own input may, and not the step's output: it has to work when no
 * reply ever came.
 */
export function compileCompensation(
  { step: { compensation }, types }: DocumentPlace,
  at: Places,
): CompensationDefinition | null {
  if (compensation === null || compensation === 'none') return null;
  const { command, input: template, inputPath, timeoutMs, retry } = compensation;
  const place = inPart(at(inputPath), 'compensation');
  const compiled = template === undefined ? null : compileTypedMapping(template, place);
  if (compiled !== null && template !== undefined) {
    warnOfMisfits(command, { template, type: compiled.type, place }, types);
  }
  const input = compiled?.mapping ?? null;
  return command === null ? null : { command, input, timeoutMs, retry };
}

/** Compiles the slip from templates that were compiled before, whose faults are reported. */
export function compileSlip(step: StepDocument, at: Places): SlipMappings | null {
  const compile = (template: JsonValue) =>
    compileMapping(template, { ...at(''), report: () => undefined, warn: () => undefined });
  const input = compileSlipMapping(step.input, compile);
  const { compensation } = step;
  const hasOwn = compensation !== null && compensation !== 'none';
  const template = hasOwn ? compensation.input : undefined;
  const back = template === undefined ? null : compileSlipMapping(template, compile);
  return input && { input, compensation: back };
}
