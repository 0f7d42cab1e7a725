import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import { looksLikeKey, makeKey, readKey } from './key-text.js';

describe('The text of an API key', () => {
  it('has an id, 256 random bits and a checksum, and is read back', () => {
    const { id, secretHash, text } = makeKey();
    expect(text).toMatch(/^cdr_[a-z2-7]{12}_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}$/);
    expect(readKey(text)).toEqual({ id, secretHash });
    expect(secretHash).toHaveLength(32);
    expect(makeKey().text).not.toBe(text);
  });

  it('is no key once a character of it is another one', () => {
    const { text } = makeKey();
    assertProperty(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...'aZ09_-~'), (at, char) => {
        fc.pre(text[at] !== char);
        expect(readKey(`${text.slice(0, at)}${char}${text.slice(at + 1)}`)).toBeNull();
      }),
    );
  });

  it('is told from other text without asking anybody', () => {
    const { text } = makeKey();
    for (const other of ['', 'cdr_', text.slice(1), `${text}x`, text.slice(0, -1), `${text}\n`]) {
      expect(readKey(other)).toBeNull();
    }
    expect(looksLikeKey('cdr_anything')).toBe(true);
    expect(looksLikeKey('Cdr_anything')).toBe(false);
  });
});
