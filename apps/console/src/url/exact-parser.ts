import type { Parser } from 'wouter';

/** Reads a route as `parser` does, but capitals count, as they do at the server. */
export const exactly =
  (parser: Parser): Parser =>
  (route, loose) => {
    const { keys, pattern } = parser(route, loose);
    return { keys, pattern: pattern instanceof RegExp ? new RegExp(pattern.source) : pattern };
  };
