/** In code points. */
export const STEP_NAME_CHARS_MAX = 63;

/** The name of a step, of a loop's variable: a name in expressions. */
export const STEP_NAME = new RegExp(`^[a-z][A-Za-z0-9]{0,${STEP_NAME_CHARS_MAX - 1}}$`);

/** CEL has other plans for these words after a dot, or JavaScript has. */
export const RESERVED_NAMES: readonly string[] = [
  'in',
  'true',
  'false',
  'null',
  'constructor',
  'prototype',
];

/** Names of signals. */
export const SIGNAL = /^[a-z][A-Za-z0-9-]{0,62}$/;
