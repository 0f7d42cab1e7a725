export {
  codePointsBefore,
  codePointsOf,
  compareTexts,
  countCodePoints,
  unitsBefore,
} from './code-points.js';
export { DURATION_MAX_MS, parseDuration } from './durations.js';
export { INSTANT_EXAMPLE, parseDay, parseInstant } from './instant.js';
export {
  JSON_DEPTH_MAX,
  MESSAGE_BYTES_MAX,
  parseBoundedJson,
  parseJsonText,
} from './json/bounded-json.js';
export type { JsonBounds, JsonFault } from './json/bounded-json.js';
export { canonicalJson } from './json/canonical-json.js';
export { isKeptExactly } from './json/exact-number.js';
export { isForbiddenKey } from './json/forbidden-keys.js';
export { pointerTo } from './json/json-pointer.js';
export { replaceAt } from './json/replace-at.js';
export { sliceList } from './json/slice-list.js';
export type { JsonTextReason } from './json/json-text.js';
export { isList, isObject } from './json/json.js';
export type { JsonObject, JsonValue } from './json/json.js';
export {
  dataContainersMax,
  PACKET_BYTES_MAX,
  ERROR_FORM,
  SAGA_KEY_CHARS_MAX,
  VERSION_MAX,
} from './limits.js';
export { UNSTORABLE_TEXT } from './json/unstorable-text.js';
export {
  DEFINITION_NAME,
  MESSAGE_NAME,
  PARTICIPANT_NAME,
  isMessageName,
  participantOfCommand,
} from './names.js';
