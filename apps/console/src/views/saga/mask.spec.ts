import { hasMask } from './mask';

describe('What says that a part of a value is hidden', () => {
  it.each([
    ['•••', true],
    [{ card: { number: '•••' } }, true],
    [['a', { b: '•••' }], true],
    [{ note: 'three dots: •••' }, false],
    [null, false],
    [{ '•••': 1 }, false],
  ])('given %j, when it is looked at, then that is %s', (value, isHidden) => {
    expect(hasMask(value)).toBe(isHidden);
  });
});
