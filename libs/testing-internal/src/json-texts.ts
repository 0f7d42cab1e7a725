/** Texts of JSON objects that no door takes: each with its code by REST, and by message. */
export const REFUSED_TEXTS: readonly (readonly [string, string, string])[] = [
  ['{"id":1799999999999999999}', 'JSON_NUMBER_IMPRECISE', 'UNSTORABLE_NUMBER'],
  ['{"id":9007199254740993}', 'JSON_NUMBER_IMPRECISE', 'UNSTORABLE_NUMBER'],
  ['{"id":1e400}', 'JSON_NUMBER_IMPRECISE', 'UNSTORABLE_NUMBER'],
  ['{"id":0.12345678901234567890}', 'JSON_NUMBER_IMPRECISE', 'UNSTORABLE_NUMBER'],
  ['{"id":1,"id":2}', 'JSON_DUPLICATE_KEY', 'DUPLICATE_KEY'],
  ['{"__proto__":1}', 'JSON_FORBIDDEN_KEY', 'FORBIDDEN_KEY'],
  ['{"constructor":{"prototype":1}}', 'JSON_FORBIDDEN_KEY', 'FORBIDDEN_KEY'],
  ['{"id":"\\u0000"}', 'JSON_FORBIDDEN_CHARACTER', 'UNSTORABLE_TEXT'],
  ['{"id":"\\ud800"}', 'JSON_FORBIDDEN_CHARACTER', 'UNSTORABLE_TEXT'],
  ['{"\\udc00\\ud800":1}', 'JSON_FORBIDDEN_CHARACTER', 'UNSTORABLE_TEXT'],
];

/** Texts of JSON objects that every door takes, and keeps as they are. */
export const KEPT_TEXTS: readonly string[] = [
  '{"id":9007199254740994,"x":[0.1,0.30000000000000004,1e30,-0]}',
  '{"id":100000000000000000000}',
  '{"id":"e\\u0301 \\ud83d\\ude00 \\ufeff","constructor":"Ferrari","prototype":true}',
  '{"constructor":{"name":[{"prototype":{"constructor":1}}]}}',
];
