/** Codes of errors that the client itself gives, beside those that the API answers with. */
export const CLIENT_CODES = {
  UNREACHABLE: ['There was no answer, or none in time', 'See the reason; repeat with the same key'],
  UNEXPECTED_ANSWER: ['What answered is no conductor', 'Check the baseUrl and what is in between'],
  APPROVAL_ASKED: [
    'Nothing was done yet: the settings want a second person for it',
    'Have the `approval` of the error confirmed, and call again: it is there then',
  ],
  WAIT_LIMIT: ['The saga was not where it was awaited within the limit', 'Wait again: it goes on'],
} as const satisfies Record<string, readonly [means: string, act: string]>;
