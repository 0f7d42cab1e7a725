import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import { formatPosition, mayFollow, parsePosition, unseenBy } from './stream-position.js';

describe('A position of a stream', () => {
  it('given any snapshot, when it is written and read, then it leaves nothing out', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), { maxLength: 400 });
    assertProperty(
      fc.property(ids, fc.nat(1e12), (open, at) => {
        const among = open.toSorted((a, b) => a - b);
        const next = (among.at(-1) ?? 5) + 1;
        const snapshot = `${among[0] ?? next}:${next}:${among.join(',')}`;
        const text = formatPosition({ at, server: '7', snapshot });
        expect(text.length).toBeLessThan(4_500);
        const read = parsePosition(text);
        expect([read?.at, read?.server]).toEqual([at, '7']);
        const unseen = unseenBy(read?.snapshot ?? '');
        const isUnseen = (id: number) =>
          id >= Number(unseen.from) || unseen.among.includes(String(id));
        expect([...among, next, next + 1].every(isUnseen)).toBe(true);
        // and with a few open transactions not one more than these
        if (among.length <= 200) expect(read?.snapshot).toBe(snapshot);
      }),
    );
  });

  it.each([
    ...['', 'x', '1', '1.1.2', '1.2:3:', '1.1.2:3', '1.1.2:3:4;5', '1.1.2:3:,'],
    ...[`1.1.${'9'.repeat(20)}:1:`, ' 1.1.2:3:'],
  ])('given "%s", when it is read, then it is none', (text) => {
    expect(parsePosition(text)).toBeNull();
  });

  it('given more transactions than are ever listed, when it is read, then it is none', () => {
    const among = Array.from({ length: 201 }, (_, index) => index + 1);
    expect(parsePosition(`1.1.1:500:${among.join(',')}`)).toBeNull();
  });

  it('given another server, or one that has not come so far, then it does not follow', () => {
    const position = (snapshot: string, server = '1') => ({ at: 0, server, snapshot });
    expect(mayFollow(position('5:9:'), position('8:10:'))).toBe(true);
    expect(mayFollow(position('5:9:'), position('8:8:'))).toBe(false);
    expect(mayFollow(position('5:9:'), position('8:10:', '2'))).toBe(false);
  });
});
