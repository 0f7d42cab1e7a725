import {
  dataContainersMax,
  PACKET_BYTES_MAX,
  JSON_DEPTH_MAX,
  MESSAGE_BYTES_MAX,
  type JsonValue,
} from '#protocol';

/**
 * What a participant takes, less what the packet around the data adds: a command that cannot be
 * read could not be undone either.
 */
const DATA_BYTES_MAX = MESSAGE_BYTES_MAX - PACKET_BYTES_MAX;
const DATA_DEPTH_MAX = JSON_DEPTH_MAX - 1;

/** Why a mapping has no value: a fact of the saga that it was evaluated for. */
export interface MappingError {
  readonly code: 'MAPPED_VALUE_TOO_LARGE' | 'MAPPED_VALUE_TOO_DEEP' | 'EXPRESSION_FAILED';
  readonly message: string;
}

/** Evaluates a mapping; a fault of the expression, or of its size, is a value. */
export function evaluate(
  map: () => JsonValue,
): { readonly data: JsonValue } | { readonly error: MappingError } {
  try {
    const data = map();
    const bytes = utf8BytesOf(JSON.stringify(data));
    if (bytes > DATA_BYTES_MAX) {
      const message = `the mapped value has ${bytes} bytes; at most ${DATA_BYTES_MAX} are allowed`;
      return { error: { code: 'MAPPED_VALUE_TOO_LARGE', message } };
    }
    if (hasTooMany(data, bytes)) {
      const message = 'the mapped value has too many arrays and objects for its size';
      return { error: { code: 'MAPPED_VALUE_TOO_LARGE', message } };
    }
    if (nestingOf(data) <= DATA_DEPTH_MAX) return { data };
    const message = `the mapped value nests deeper than ${DATA_DEPTH_MAX} levels`;
    return { error: { code: 'MAPPED_VALUE_TOO_DEEP', message } };
  } catch (error) {
    // a user's expression met values it was not made for: a fact of this saga, not a fault of ours
    const message = error instanceof Error ? error.message : String(error);
    return { error: { code: 'EXPRESSION_FAILED', message } };
  }
}

/** Counted only where it could matter: a character has 3 bytes at most. */
function utf8BytesOf(text: string): number {
  return text.length * 3 <= DATA_BYTES_MAX ? text.length : new TextEncoder().encode(text).length;
}

function hasTooMany(data: JsonValue, bytes: number): boolean {
  const allowed = dataContainersMax(bytes);
  // each takes two bytes at least, so that most data need no counting
  return bytes / 2 > allowed && containersIn(data) > allowed;
}

function containersIn(value: JsonValue): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 1;
  for (const member of Object.values(value)) count += containersIn(member);
  return count;
}

export function nestingOf(value: JsonValue): number {
  if (typeof value !== 'object' || value === null) return 0;
  let deepest = 0;
  for (const member of Object.values(value)) deepest = Math.max(deepest, nestingOf(member));
  return deepest + 1;
}
