import { countCodePoints, pointerTo, type JsonValue } from '#protocol';
import type { Condition, Mapping, Scope } from '../evaluate/scope.js';
import type { ASTNode } from '../parse/cel-ast.js';
import {
  asExpression,
  explainForeignKey,
  findForeignText,
  isForeignKey,
} from '../advice/foreign-text.js';
import { pointAt } from '../advice/point-at.js';
import { parseCel } from '../parse/parse-cel.js';
import { type Evaluate, type Frame, typeNameOf } from '../evaluate/cel-value.js';
import { EvaluationFault } from '../evaluate/evaluation-fault.js';
import { compileExpression } from './compile-expression.js';
import { ExpressionError } from '../evaluate/expression-error.js';
import { checkExpression, type ReportRule } from '../rules/expression-rules.js';
import { ROOTS } from '../rules/roots.js';
import type { VisibleSteps } from '../rules/visible-steps.js';
import { toText } from '../evaluate/functions.js';
import { Meter } from '../evaluate/meter.js';
import { toPlainJson } from '../evaluate/plain-json.js';
import { splitTemplate, TemplateError, type TemplatePart } from './template.js';
import { type Guards, guardsOf, NO_GUARDS } from '../types/guards.js';
import { inferType } from '../types/infer-type.js';
import { kindOf } from '../types/schema-type.js';
import { type ExpressionTypes, excerptOf } from '../types/type-walk.js';
import {
  closedObject,
  jsonTypeOf,
  KIND,
  type Kinds,
  listOf,
  nameOfKinds,
  NUMERIC,
  ofKinds,
  STRING,
  TIMES,
  unionOf,
  UNKNOWN,
  type ValueType,
} from '../types/value-type.js';

/** Compiles one expression, given without `${` and `}`. */
export const EXPRESSION_CHARS_MAX = 2000;

export interface TemplatePlace {
  /** JSON Pointer to the template. */
  readonly path: string;
  /** The key whose value the template is, within the mapping; left out: it is the whole mapping. */
  readonly holder?: string;
  readonly visible: VisibleSteps;
  readonly report: (path: string, rule: string, message: string) => void;
  /** null: it was accepted before, and types are not looked at. */
  readonly types: ExpressionTypes | null;
  readonly warn: (path: string, rule: string, message: string) => void;
}

/** What a place can use of an expression's result. */
const ANY: Kinds = UNKNOWN.kinds | NUMERIC | TIMES;
const TRUTH: Kinds = KIND.boolean;
/** A key may be a number, and is its text then; so is a time everywhere. */
const USES = {
  list: KIND.list,
  string: KIND.string | TIMES,
  key: KIND.string | NUMERIC | TIMES,
};
const PART_OF_TEXT: Kinds = KIND.string | NUMERIC | KIND.boolean | TIMES;

type Fill = (frame: Frame) => JsonValue;
interface Typed {
  readonly fill: Fill;
  readonly type: ValueType;
}
/** null: it has faults, and they are reported. */
type Compiled<Result> = Result | null;

/**
 * Compiles a JSON template: a string that is one `${…}` gives the expression's value, text around
 * makes a string, everything else stays as it is.
 */
export function compileMapping(template: JsonValue, place: TemplatePlace): Compiled<Mapping> {
  return compileTypedMapping(template, place)?.mapping ?? null;
}

/** The same, with the type of what it gives. */
export function compileTypedMapping(
  template: JsonValue,
  place: TemplatePlace,
): Compiled<{ readonly mapping: Mapping; readonly type: ValueType }> {
  const compiled = compileTemplate(template, place);
  return compiled && { mapping: (scope) => compiled.fill(newFrame(scope)), type: compiled.type };
}

/** Compiles a `when`: exactly one expression, and one that can be true or false. */
export function compileCondition(text: string, place: TemplatePlace): Compiled<Condition> {
  const parts = splitOrReport(text, place);
  const [part] = parts ?? [];
  if (parts === null) return null;
  if (part?.type !== 'expression' || parts.length > 1) {
    const inner = parts.map((each) => (each.type === 'text' ? each.text : each.source)).join('');
    const message = `must be one expression: write ${asExpression(inner)}`;
    place.report(place.path, 'when-expression', message);
    return null;
  }
  const compiled = compileSource(part.source, place, TRUTH);
  if (compiled === null) return null;
  return (scope) => {
    const value = guarded(part.source, compiled.evaluate)(newFrame(scope));
    if (typeof value === 'boolean') return value;
    throw new ExpressionError(part.source, `gives ${typeNameOf(value)}, not true or false`);
  };
}

/** Compiles a template that is a text, for a place that can use values of one kind. */
export function compileTextMapping(
  text: string,
  kind: keyof typeof USES,
  place: TemplatePlace,
): Compiled<{ readonly mapping: Mapping; readonly type: ValueType }> {
  const compiled = compileText(text, USES[kind], place);
  return compiled && { mapping: (scope) => compiled.fill(newFrame(scope)), type: compiled.type };
}

/** What a `when` asks for before the rest of its step is evaluated. */
export function guardsOfCondition(text: string): Guards {
  // what cannot be parsed is reported where it is compiled
  const noReport = { path: '', report: () => undefined };
  const [part] = splitOrReport(text, noReport) ?? [];
  if (part?.type !== 'expression' || countCodePoints(part.source) > EXPRESSION_CHARS_MAX)
    return NO_GUARDS;
  const parsed = parseCel(part.source);
  return parsed.ok ? guardsOf(parsed.ast) : NO_GUARDS;
}

function newFrame(scope: Scope): Frame {
  return { scope, meter: new Meter(scope.budget), locals: [...(scope.variables ?? [])] };
}

function compileTemplate(template: JsonValue, place: TemplatePlace): Compiled<Typed> {
  if (typeof template === 'string') return compileText(template, ANY, place);
  if (template === null || typeof template !== 'object') {
    return { fill: () => template, type: ofKinds(kindOf(template)) };
  }
  const entries = Object.entries(template as Readonly<Record<string, JsonValue>>);
  const isList = Array.isArray(template);
  const compiled = entries.map(([key, value]) => {
    const path = pointerTo(place.path, key);
    if (!isList && key.includes('${')) {
      place.report(
        path,
        'expression-in-key',
        'a key is used as it is and cannot contain an expression',
      );
    }
    if (!isList) warnOfKey(key, value, { ...place, path });
    return [key, compileTemplate(value, { ...place, path, holder: key })] as const;
  });
  const members = compiled.flatMap(([key, part]) => (part === null ? [] : [[key, part] as const]));
  if (members.length < compiled.length) return null;
  if (isList) {
    const items = members.map(([, part]) => part);
    return {
      fill: (frame) => items.map(({ fill }) => fill(frame)),
      type: listOf(() => unionOf(items.map(({ type }) => type))),
    };
  }
  return {
    fill: (frame) => Object.fromEntries(members.map(([key, { fill }]) => [key, fill(frame)])),
    type: closedObject(new Map(members.map(([key, { type }]) => [key, type]))),
  };
}

function compileText(text: string, use: Kinds, place: TemplatePlace): Compiled<Typed> {
  warnOfText(text, place);
  const parts = splitOrReport(text, place);
  if (parts === null) return null;
  const [first] = parts;
  if (parts.length === 1 && first?.type === 'expression') {
    const compiled = compileSource(first.source, place, use);
    if (compiled === null) return null;
    const fill = guarded(first.source, compiled.evaluate, place.holder);
    return { fill, type: compiled.type };
  }
  if (place.types !== null && (use & KIND.string) === 0) {
    const cure = first?.type === 'text' ? `: write ${asExpression(text)}` : '';
    const message = `gives a string, but must give ${nameOfKinds(use)}${cure}`;
    place.report(place.path, 'expression-type', message);
    return null;
  }
  const fills = parts.map((part) => compilePart(part, place));
  const known = fills.filter((fill) => fill !== null);
  if (known.length < fills.length) return null;
  return { fill: (frame) => known.map((fill) => fill(frame)).join(''), type: STRING };
}

/** A text that stands as it is, and looks like an expression of this place. */
function warnOfText(text: string, place: TemplatePlace): void {
  const { path, holder, visible, types, warn } = place;
  // of such a key it is said already
  if (types === null || (holder !== undefined && isForeignKey(holder))) return;
  const roots = visible.hasSaga === false ? [] : ROOTS;
  const finding = findForeignText(text, new Set([...roots, ...(visible.variables ?? [])]));
  if (finding === null) return;
  const rule = finding.isEscaped ? 'escaped-expression' : 'foreign-expression';
  warn(path, rule, finding.message);
}

function warnOfKey(key: string, value: JsonValue, { path, types, warn }: TemplatePlace): void {
  const message = types === null ? null : explainForeignKey(key, value);
  if (message !== null) warn(path, 'foreign-expression', message);
}

function compilePart(part: TemplatePart, place: TemplatePlace): Compiled<Fill> {
  if (part.type === 'text') return () => part.text;
  const compiled = compileSource(part.source, place, PART_OF_TEXT);
  return compiled && guarded(part.source, (frame) => toText(compiled.evaluate(frame)));
}

function splitOrReport(
  text: string,
  place: Pick<TemplatePlace, 'path' | 'report'>,
): readonly TemplatePart[] | null {
  try {
    return splitTemplate(text);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    place.report(place.path, 'expression-syntax', pointAt(error.message, text, error.at));
    return null;
  }
}

function compileSource(
  source: string,
  place: TemplatePlace,
  use: Kinds,
): Compiled<{ readonly evaluate: Evaluate; readonly type: ValueType }> {
  const { path, visible, report } = place;
  if (countCodePoints(source) > EXPRESSION_CHARS_MAX) {
    const message = `an expression may have at most ${EXPRESSION_CHARS_MAX} characters`;
    report(path, 'expression-length', message);
    return null;
  }
  const parsed = parseCel(source);
  if (!parsed.ok) {
    report(path, 'expression-syntax', pointAt(parsed.message, source, parsed.at));
    return null;
  }
  let isAllowed = true;
  const refuse: ReportRule = (rule, message, part) => {
    isAllowed = false;
    report(path, rule, part === undefined ? message : pointAt(message, source, part.start));
  };
  checkExpression(parsed.ast, { visible, isStored: place.types === null, report: refuse });
  if (!isAllowed) return null;
  const type = place.types === null ? UNKNOWN : checkTypes(parsed.ast, place.types, place, use);
  if (type === null) return null;
  return { evaluate: compileExpression(parsed.ast, visible.variables), type };
}

/** What it gives by the schemas; null: that can never be used here, and is reported. */
function checkTypes(
  ast: ASTNode,
  types: ExpressionTypes,
  { path, report, warn }: TemplatePlace,
  use: Kinds,
): ValueType | null {
  let isSound = true;
  const fault = (message: string): void => {
    isSound = false;
    report(path, 'expression-type', message);
  };
  const type = inferType(ast, types, {
    fault,
    warn: (rule, message) => warn(path, rule, message),
  });
  if (isSound && (type.kinds & use) === 0) {
    const gives = `${excerptOf(ast)} gives ${nameOfKinds(type.kinds)}`;
    fault(`${gives}, needed is ${nameOfKinds(use)}`);
  }
  return isSound ? jsonTypeOf(type) : null;
}

/** Evaluates, and turns what goes wrong into the error that names the expression. */
function guarded(source: string, evaluate: Evaluate, holder: string | null = null): Fill {
  return (frame) => {
    try {
      return toPlainJson(evaluate(frame), frame.meter, holder);
    } catch (error) {
      if (error instanceof EvaluationFault) throw new ExpressionError(source, error.message);
      throw new ExpressionError(source, 'cannot be evaluated', { cause: error });
    }
  };
}
