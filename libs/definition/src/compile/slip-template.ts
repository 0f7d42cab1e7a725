import { countCodePoints, isObject, replaceAt, type JsonObject, type JsonValue } from '#protocol';
import {
  type ASTNode,
  EXPRESSION_CHARS_MAX,
  isNode,
  type Mapping,
  parseCel,
  splitTemplate,
  TemplateError,
} from '#expressions';
import type { SlipData, SlipFill, SlipMapping } from '../model/saga-definition.js';

/** `steps.<step>.output.<path>`: all that a participant can look up, for it has no CEL. */
interface OutputPath {
  readonly step: string;
  readonly path: readonly string[];
}

/** What a text of a template has to do with outputs of steps. */
export type OutputUse = 'none' | 'not-a-path' | OutputPath;

export function outputUseOf(text: string): OutputUse {
  const sources = expressionsIn(text);
  const asts = sources.flatMap((source) => {
    if (countCodePoints(source) > EXPRESSION_CHARS_MAX) return [];
    const parsed = parseCel(source);
    return parsed.ok ? [parsed.ast] : [];
  });
  if (!asts.some(namesSteps)) return 'none';
  const [ast] = asts;
  const isWhole = sources.length === 1 && text === `\${${sources[0] ?? ''}}`;
  return (isWhole && ast && pathOf(ast)) || 'not-a-path';
}

/** What cannot be read is reported where it is compiled. */
function expressionsIn(text: string): readonly string[] {
  try {
    const parts = splitTemplate(text);
    return parts.flatMap((part) => (part.type === 'expression' ? [part.source] : []));
  } catch (error) {
    if (error instanceof TemplateError) return [];
    throw error;
  }
}

function namesSteps(node: ASTNode): boolean {
  if (node.op === 'id') return node.args === 'steps';
  const { args } = node;
  const parts: readonly unknown[] = Array.isArray(args) ? args.flat(2) : [args];
  return parts.some((part) => isNode(part) && namesSteps(part));
}

function pathOf(ast: ASTNode): OutputPath | null {
  const keys: string[] = [];
  let root = ast;
  while (root.op === '.') {
    keys.unshift(root.args[1]);
    root = root.args[0];
  }
  const [step, field, ...path] = keys;
  const isOutput = root.op === 'id' && root.args === 'steps' && field === 'output';
  return isOutput && step !== undefined ? { step, path } : null;
}

/**
 * Compiles a template of a slip's step, which passed `checkSlip`: what is known when the slip is
 * made is filled in, and for the rest it says where which output goes. `compile` makes a mapping of
 * what needs no output; null: it has faults, and they are reported.
 */
export function compileSlipMapping(
  template: JsonValue,
  compile: (template: JsonValue) => Mapping | null,
): SlipMapping | null {
  const holes: SlipFill[] = [];
  const mapping = compile(withoutOutputs(template, [], holes));
  if (mapping === null) return null;
  return (scope) => {
    let data = mapping(scope);
    const fill: SlipFill[] = [];
    for (const hole of holes) {
      const step = Object.hasOwn(scope.steps, hole.step) ? scope.steps[hole.step] : undefined;
      if (step?.status === 'succeeded') data = fillIn(data, hole, step.output);
      else fill.push(hole);
    }
    return { data, fill } satisfies SlipData;
  };
}

function withoutOutputs(value: JsonValue, at: readonly string[], holes: SlipFill[]): JsonValue {
  if (typeof value === 'string') {
    const use = outputUseOf(value);
    if (typeof use === 'string') return value;
    holes.push({ at, ...use });
    return null;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    return items.map((item, index) => withoutOutputs(item, [...at, String(index)], holes));
  }
  const entries = Object.entries(value as JsonObject);
  return Object.fromEntries(
    entries.map(([key, member]) => [key, withoutOutputs(member, [...at, key], holes)]),
  );
}

function fillIn(data: JsonValue, { at, step, path }: SlipFill, output: JsonValue): JsonValue {
  const value = path.reduce<JsonValue>((holder, key) => {
    if (isObject(holder) && Object.hasOwn(holder, key)) return holder[key] ?? null;
    throw new Error(`steps.${step}.output.${path.join('.')} is missing`);
  }, output);
  return replaceAt(data, at, value);
}
