import { isForbiddenKey, UNSTORABLE_TEXT, type JsonValue } from '#protocol';
import { exactDouble } from './exact-arithmetic.js';
import { type CelValue, isCelList } from './cel-value.js';
import { EvaluationFault } from './evaluation-fault.js';
import { LookupTable } from './lookup-table.js';
import type { Meter } from './meter.js';
import { type Duration, isTime, type Timestamp } from './temporal.js';

/** Deeper results than this would be refused by whoever reads them. */
const DEPTH_MAX = 100;

/** Where a value stands. */
interface Place {
  readonly depth: number;
  /** The key whose value it is. */
  readonly holder: string | null;
}

/**
 * An expression's result as JSON that can be stored and sent: integers become numbers where that
 * changes nothing, what JSON or the database cannot hold is a fault, and so is too much of it.
 * `holder` is the key whose value the result becomes.
 */
export function toPlainJson(value: CelValue, meter: Meter, holder: string | null): JsonValue {
  return convert(value, meter, { depth: 0, holder });
}

function convert(value: CelValue, meter: Meter, { depth, holder }: Place): JsonValue {
  if (depth > DEPTH_MAX) throw new EvaluationFault('limit', `nests over ${DEPTH_MAX} levels`);
  switch (typeof value) {
    case 'boolean':
      meter.addToResult(5);
      return value;
    case 'string':
      meter.addToResult(value.length + 2);
      return storableText(value);
    case 'bigint':
      meter.addToResult(8);
      return exactDouble(value);
    case 'number':
      meter.addToResult(8);
      // JSON has one zero only: -0 would be another value once it was stored and read
      if (Number.isFinite(value)) return value + 0;
      throw new EvaluationFault('value', `gives ${value}, which JSON cannot express`);
    default:
  }
  meter.addToResult(4);
  if (value === null) return null;
  if (isCelList(value)) {
    return value.map((each) => convert(each, meter, { depth: depth + 1, holder: null }));
  }
  if (isTime(value)) return timeText(value, meter);
  if (value instanceof LookupTable) {
    throw new EvaluationFault('value', "gives an object, and an object's key is a text in JSON");
  }
  const plain: Record<string, JsonValue> = {};
  for (const [key, each] of Object.entries(value)) {
    if (isForbiddenKey(key, holder)) {
      throw new EvaluationFault('value', `has a property "${key}", which JSON may not have here`);
    }
    meter.addToResult(key.length + 4);
    plain[storableText(key)] = convert(each, meter, { depth: depth + 1, holder: key });
  }
  return plain;
}

/** JSON has no times: `timestamp()` and `duration()` read these texts again. */
function timeText(time: Timestamp | Duration, meter: Meter): string {
  const text = time.toString();
  meter.addToResult(text.length);
  return text;
}

function storableText(text: string): string {
  if (!UNSTORABLE_TEXT.test(text)) return text;
  throw new EvaluationFault('value', 'gives a text with U+0000 or a lone surrogate');
}
