/** Codes of errors that the program itself gives, beside those that the API answers with. */
export const CLI_CODES = {
  CLI_USAGE: ['The command line is wrong, or misses something', '`--help` says what there is'],
  CLI_NOT_CONFIRMED: ['Somebody said no to what was shown', 'Nothing was done'],
  CLI_UNREACHABLE: ['There was no answer', 'Check the address; `conductor doctor`'],
  CLI_NOT_A_CONDUCTOR: ['What answered is no conductor', 'Check the address'],
  CLI_FILE: ['A file cannot be read, or must not be written over', 'See the reason'],
  CLI_PROFILES: ['The file of profiles cannot be used', 'See the reason, such as its mode'],
} as const satisfies Record<string, readonly [means: string, act: string]>;
