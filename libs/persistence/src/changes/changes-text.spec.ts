import { changesText, transitionsIn } from './changes-text.js';

const STATUSES = [
  ...(['running', 'compensating', 'stuck'] as const),
  ...(['completed', 'compensated', 'abandoned'] as const),
];
const SAGA = '01900000-0000-7000-8000-00000000000a';

describe('The text of changes', () => {
  it('given any statuses and versions, when it is written and read, then it is the same', () => {
    const changes = STATUSES.flatMap((status, index) =>
      [null, ...STATUSES].map((statusBefore) => {
        return { sagaId: SAGA, version: 10 ** index, statusBefore, status };
      }),
    );
    const text = changesText(changes.map((each) => ({ ...each, at: 0, input: {}, events: [] })));
    expect(text.split(' ')).toHaveLength(changes.length);
    expect(transitionsIn(text)).toEqual(changes);
  });

  it.each(['', 'x', `${SAGA}rr`, `${SAGA}r1`, `${SAGA}rx1`, `${SAGA}rr1  ${SAGA}rr2`])(
    'given "%s", when it is read, then it is refused',
    (text) => {
      expect(() => transitionsIn(text)).toThrow('is no change');
    },
  );
});
