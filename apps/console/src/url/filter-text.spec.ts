import { canonicalFilter, withTyped } from './filter-text';

describe('The text of a filter', () => {
  it.each([
    ['', 'late', 'q=late'],
    ['q=late&status=stuck', 'early', 'status=stuck&q=early'],
    ['q=late', 'q=early', 'q=early'],
    ['status=stuck', 'status = running', 'status=running'],
    ['', '100% & more', 'q=100%25%20%26%20more'],
    ['', 'key=a=b', 'key=a%3Db'],
    ['status=stuck', '', 'status=stuck'],
    ['q=late', '  ', 'q=late'],
  ])('given "%s", when "%s" is typed, then it is "%s"', (text, typed, then) => {
    expect(withTyped(text, typed)).toBe(then);
  });

  it('given what a browser encodes, when it is read, then it is the same filter', () => {
    expect(canonicalFilter('age=%3C1d&q=100%25')).toBe(canonicalFilter('q=100%25&age=<1d'));
    expect(canonicalFilter('q=100%')).toBe('q=100%');
  });
});
