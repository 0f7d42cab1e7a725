import { wantsText } from './accepted-form.js';

describe('Plain text is given', () => {
  it.each([
    'text/plain',
    'text/plain, application/json;q=0.5',
    'text/*',
    'application/json;q=0.1, text/plain;q=0.2',
    '*/*;q=0.1, Text/Plain',
    'text/html, text/plain',
  ])('to who asks for %s', (accept) => expect(wantsText(accept)).toBe(true));

  it.each([
    undefined,
    '',
    '*/*',
    'application/json',
    'text/html',
    'application/json, text/plain',
    'text/plain;q=0.5, */*',
    'text/plain;q=0',
    'text/plain;q=x',
  ])('not to who asks for %s', (accept) => expect(wantsText(accept)).toBe(false));
});
