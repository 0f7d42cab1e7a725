import { countCodePoints } from '#protocol';
import {
  parseCel,
  compileTextMapping,
  type TemplatePlace,
  splitTemplate,
  type TemplatePart,
  type Mapping,
} from '#expressions';

/** In code points. */
export const LOCK_KEY_CHARS_MAX = 200;

/** A template that gives a key. null: it has faults, and they are reported. */
export function compileKey(key: string, charsMax: number, place: TemplatePlace): Mapping | null {
  const compiled = compileTextMapping(key, 'key', place);
  // what was accepted before goes on: its sagas say what is wrong
  const isStored = place.types === null;
  if (compiled === null || isStored) return compiled?.mapping ?? null;
  const { chars, isConstant } = lengthOf(splitTemplate(key));
  if (chars <= charsMax && (chars > 0 || !isConstant)) return compiled.mapping;
  const message = `a key has 1 to ${charsMax} characters, and this one ${chars}`;
  place.report(place.path, 'key-length', isConstant ? message : `${message} at least`);
  return null;
}

/** Whatever the expressions give, a key is no shorter than what stands around them. */
function lengthOf(parts: readonly TemplatePart[]): { chars: number; isConstant: boolean } {
  const constants = parts.map(constantOf);
  const chars = constants.reduce((sum, text) => sum + countCodePoints(text ?? ''), 0);
  return { chars, isConstant: !constants.includes(null) };
}

/** null: it depends on what is evaluated. */
function constantOf(part: TemplatePart): string | null {
  if (part.type === 'text') return part.text;
  const parsed = parseCel(part.source);
  if (!parsed.ok || parsed.ast.op !== 'value') return null;
  const { args: value } = parsed.ast;
  return typeof value === 'string' ? value : null;
}
