import { RE2JSException, RE2JSSyntaxException, RE2Set } from 're2js';
import { countCodePoints } from '#protocol';
import { shortened } from '../parse/syntax-fault.js';
import { EvaluationFault } from './evaluation-fault.js';
import type { Meter } from './meter.js';
import { PATTERN_CHARS_MAX, partsOf, PARTS_MAX, unicodeClassesIn } from './pattern-size.js';

/*
 * `matches()`. The expressions are those of RE2, which takes linear time for any pattern and any
 * text (docs/decisions/0081). What it costs at most is charged before, by the size of both.
 */

/** Reading a pattern: a part is some 0.5 µs, a Unicode class up to 250 µs. */
const STEPS_TO_READ = 1000;
const STEPS_PER_PART = 20;
const STEPS_PER_CLASS = 5000;
/** Looking through a text: for each call, and for each character with every part at once. */
const STEPS_TO_BEGIN = 200;
const STEPS_PER_CHAR = 20;
const PARTS_PER_STEP = 2;
/** What one pattern may use to remember where it was, in bytes; beyond that it takes more time. */
const MEMORY_MAX = 64 * 1024;

/** @throws EvaluationFault when the pattern is none, is too large, or takes too many steps */
export function findsMatch(text: string, pattern: string, meter: Meter): boolean {
  const compiled = readPattern(pattern, meter);
  const parts = partsOf(pattern);
  meter.spend(STEPS_TO_BEGIN + parts);
  meter.spend(text.length * (STEPS_PER_CHAR + parts / PARTS_PER_STEP));
  return compiled.match(text).length > 0;
}

/** @throws EvaluationFault as `findsMatch` */
export function checkPattern(pattern: string, meter: Meter): void {
  readPattern(pattern, meter);
}

/** Charged once in a decision, whether or not the pattern is known already: that may differ. */
function readPattern(pattern: string, meter: Meter): RE2Set {
  if (countCodePoints(pattern) > PATTERN_CHARS_MAX) {
    throw tooLarge(`may have at most ${PATTERN_CHARS_MAX} characters`);
  }
  const parts = partsOf(pattern);
  if (parts > PARTS_MAX) {
    throw tooLarge(`has ${parts} parts, each as often as it is repeated, of ${PARTS_MAX} allowed`);
  }
  const classes = unicodeClassesIn(pattern);
  const steps = STEPS_TO_READ + STEPS_PER_PART * parts + STEPS_PER_CLASS * classes;
  meter.spendOnce(pattern, steps);
  return known(pattern) ?? compile(pattern);
}

/** Used last comes last. */
const cache = new Map<string, RE2Set>();
/** Each may have some 1 MiB at worst; an ordinary one has a hundredth of that. */
const CACHED_MAX = 50;

function known(pattern: string): RE2Set | null {
  const compiled = cache.get(pattern);
  if (compiled === undefined) return null;
  cache.delete(pattern);
  cache.set(pattern, compiled);
  return compiled;
}

function compile(pattern: string): RE2Set {
  // of a set, unlike of a single expression, the memory can be bounded
  const set = new RE2Set(RE2Set.UNANCHORED, 0, MEMORY_MAX);
  try {
    set.add(pattern);
    set.compile();
  } catch (error) {
    throw noPattern(pattern, error);
  }
  const [oldest] = cache.keys();
  if (oldest !== undefined && cache.size >= CACHED_MAX) cache.delete(oldest);
  cache.set(pattern, set);
  return set;
}

function tooLarge(what: string): EvaluationFault {
  return new EvaluationFault('value', `a regular expression ${what}`);
}

function noPattern(pattern: string, error: unknown): EvaluationFault {
  if (!(error instanceof RE2JSException)) throw error;
  const reason = error instanceof RE2JSSyntaxException ? error.getDescription() : error.message;
  const about = reason.replace(/^error parsing regexp: /, '');
  const cure = FOREIGN.test(pattern)
    ? '. RE2 looks neither ahead nor behind, and refers to no group'
    : '';
  const shown = JSON.stringify(shortened(pattern, SHOWN_MAX));
  const message = `${shown} is no regular expression of RE2: ${about}${cure}`;
  return new EvaluationFault('value', message);
}

const SHOWN_MAX = 80;
/** `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`, `\1`. */
const FOREIGN = /\(\?<?[=!]|\\[1-9]/;
