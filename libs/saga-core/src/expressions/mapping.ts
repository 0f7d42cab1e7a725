import { pointerTo } from '../definition/definition-fault.js';
import type { Condition, Mapping, Scope } from '../definition/saga-definition.js';
import type { JsonValue } from '../json.js';
import { parseCel } from './cel-parser.js';
import { type Evaluate, EvaluationFault, type Frame, typeNameOf } from './cel-value.js';
import { compileExpression } from './compile-expression.js';
import { ExpressionError } from './expression-error.js';
import { checkExpression, type VisibleSteps } from './expression-rules.js';
import { toText } from './functions.js';
import { Meter } from './meter.js';
import { toPlainJson } from './plain-json.js';
import { splitTemplate, TemplateError, type TemplatePart } from './template.js';

/** Of one expression, without `${` and `}`. */
export const EXPRESSION_CHARS_MAX = 2000;

export interface TemplatePlace {
  /** JSON Pointer to the template. */
  readonly path: string;
  readonly visible: VisibleSteps;
  readonly report: (path: string, rule: string, message: string) => void;
}

type Fill = (frame: Frame) => JsonValue;
/** null: it has faults, and they are reported. */
type Compiled<Result> = Result | null;

/**
 * Compiles a JSON template: a string that is one `${…}` gives the expression's value, text around
 * makes a string, everything else stays as it is.
 */
export function compileMapping(template: JsonValue, place: TemplatePlace): Compiled<Mapping> {
  const fill = compileTemplate(template, place);
  return fill && ((scope) => fill(newFrame(scope)));
}

/** Compiles a `when`: exactly one expression, and one that can be true or false. */
export function compileCondition(text: string, place: TemplatePlace): Compiled<Condition> {
  const parts = splitOrReport(text, place);
  const [part] = parts ?? [];
  if (parts === null) return null;
  if (part?.type !== 'expression' || parts.length > 1) {
    place.report(place.path, 'when-expression', 'must be one expression: "${…}"');
    return null;
  }
  const evaluate = compileSource(part.source, place, ['bool']);
  if (evaluate === null) return null;
  return (scope) => {
    const value = guarded(part.source, evaluate)(newFrame(scope));
    if (typeof value === 'boolean') return value;
    throw new ExpressionError(part.source, `gives ${typeNameOf(value)}, not true or false`);
  };
}

function newFrame(scope: Scope): Frame {
  return { scope, meter: new Meter(scope.budget), locals: [...(scope.variables ?? [])] };
}

function compileTemplate(template: JsonValue, place: TemplatePlace): Compiled<Fill> {
  if (typeof template === 'string') return compileText(template, place);
  if (template === null || typeof template !== 'object') return () => template;
  const entries = Object.entries(template as Readonly<Record<string, JsonValue>>);
  const isList = Array.isArray(template);
  const compiled = entries.map(([key, value]) => {
    const path = pointerTo(place.path, key);
    if (!isList && key.includes('${')) {
      place.report(path, 'expression-in-key', 'a key is taken as it is: no expressions in it');
    }
    return [key, compileTemplate(value, { ...place, path })] as const;
  });
  const members = compiled.flatMap(([key, fill]) => (fill === null ? [] : [[key, fill] as const]));
  if (members.length < compiled.length) return null;
  if (isList) return (frame) => members.map(([, fill]) => fill(frame));
  return (frame) => Object.fromEntries(members.map(([key, fill]) => [key, fill(frame)]));
}

function compileText(text: string, place: TemplatePlace): Compiled<Fill> {
  const parts = splitOrReport(text, place);
  if (parts === null) return null;
  const [first] = parts;
  if (parts.length === 1 && first?.type === 'text') return () => first.text;
  if (parts.length === 1 && first?.type === 'expression') {
    const evaluate = compileSource(first.source, place, null);
    return evaluate && guarded(first.source, evaluate);
  }
  const fills = parts.map((part) => compilePart(part, place));
  const known = fills.filter((fill) => fill !== null);
  if (known.length < fills.length) return null;
  return (frame) => known.map((fill) => fill(frame)).join('');
}

const TEXT_TYPES = ['string', 'int', 'double', 'bool'];

function compilePart(part: TemplatePart, place: TemplatePlace): Compiled<Fill> {
  if (part.type === 'text') return () => part.text;
  const evaluate = compileSource(part.source, place, TEXT_TYPES);
  return evaluate && guarded(part.source, (frame) => toText(evaluate(frame)));
}

function splitOrReport(text: string, place: TemplatePlace): readonly TemplatePart[] | null {
  try {
    return splitTemplate(text);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    place.report(place.path, 'expression-syntax', error.message);
    return null;
  }
}

/** `types`: the result types the place can use; null: any. */
function compileSource(
  source: string,
  { path, visible, report }: TemplatePlace,
  types: readonly string[] | null,
): Evaluate | null {
  if (source.length > EXPRESSION_CHARS_MAX) {
    const message = `an expression has at most ${EXPRESSION_CHARS_MAX} characters`;
    report(path, 'expression-length', message);
    return null;
  }
  const parsed = parseCel(source, visible.variables);
  if (!parsed.ok) {
    report(path, 'expression-syntax', parsed.message);
    return null;
  }
  let isAllowed = true;
  checkExpression(parsed.ast, visible, (rule, message) => {
    isAllowed = false;
    report(path, rule, message);
  });
  if (!isAllowed) return null;
  const checked = parsed.check();
  if (!checked.ok) {
    report(path, 'expression-type', checked.message);
    return null;
  }
  if (types !== null && checked.type !== 'dyn' && !types.includes(checked.type)) {
    report(path, 'expression-type', `gives ${checked.type}, needed is ${types.join(' or ')}`);
    return null;
  }
  return compileExpression(parsed.ast, visible.variables);
}

/** Evaluates, and turns what goes wrong into the error that names the expression. */
function guarded(source: string, evaluate: Evaluate): Fill {
  return (frame) => {
    try {
      return toPlainJson(evaluate(frame), frame.meter);
    } catch (error) {
      if (error instanceof EvaluationFault) throw new ExpressionError(source, error.message);
      throw new ExpressionError(source, 'cannot be evaluated', { cause: error });
    }
  };
}
