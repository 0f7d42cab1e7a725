import { Explaining } from '#engine';
import type { JsonValue } from '#protocol';
import { toldToViewers } from '../masking/own-words.js';
import type { ExplainedExpressionView, SeenValueView } from './saga-expressions-view.js';

/** More than a person reads of one transition. */
export const EXPRESSIONS_MAX = 100;
const SEEN_MAX = 20;
const SEEN_CHARS_MAX = 300;
const TEXT_CHARS_MAX = 2000;

export function toExpressionView({
  path,
  source: written,
  step,
  seen,
  result,
}: Explaining.ExplainedExpression): ExplainedExpressionView {
  const source = typeof written === 'string' ? written : JSON.stringify(written);
  return {
    path,
    source: shortened(source, TEXT_CHARS_MAX),
    step,
    seen: seen.slice(0, SEEN_MAX).map((each) => toSeenView(each, source)),
    data: 'error' in result ? null : jsonText(result.data, TEXT_CHARS_MAX),
    error: 'error' in result ? result.error : null,
  };
}

/** A key that only the data gave is hidden from viewers as the data are. */
function toSeenView({ name, value }: Explaining.SeenValue, source: string): SeenValueView {
  const data = value === undefined ? null : jsonText(value, SEEN_CHARS_MAX);
  const seen = { text: shortened(name, SEEN_CHARS_MAX), data };
  const written = new Set(wordsOf(source));
  const isWritten =
    name === Explaining.ERROR_CODE || wordsOf(name).every((word) => written.has(word));
  return isWritten ? toldToViewers(seen, () => seen.text) : seen;
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[^\p{L}\p{N}_]+/u).filter((word) => word !== '');
}

function jsonText(value: JsonValue, max: number): string {
  return shortened(JSON.stringify(value), max);
}

function shortened(text: string, max: number): string {
  // the cut may go through a surrogate pair
  return text.length <= max ? text : `${text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
