import { Latest } from './latest.js';

function changes(of: Latest<{ sagaId: string; version: number }>, count: number): void {
  for (let nth = 0; nth < count; nth++) of.note({ sagaId: `other-${nth}`, version: 1 });
}

describe('The last changes of sagas', () => {
  it('tell what came after a version, and nothing that is older', () => {
    const latest = new Latest<{ sagaId: string; version: number }>(() => false);
    latest.note({ sagaId: 'a', version: 5 });
    latest.note({ sagaId: 'a', version: 4 });
    expect(latest.since('a', 4)?.version).toBe(5);
    expect(latest.since('a', 5)).toBeUndefined();
    expect(latest.since('b', 0)).toBeUndefined();
  });

  it('given many others change, when a saga is listed, then its change is kept', () => {
    const latest = new Latest<{ sagaId: string; version: number }>((id) => id === 'listed');
    latest.note({ sagaId: 'listed', version: 2 });
    latest.note({ sagaId: 'unlisted', version: 2 });
    changes(latest, 1_500);
    expect(latest.since('listed', 1)?.version).toBe(2);
    expect(latest.since('unlisted', 1)).toBeUndefined();
    expect(latest.since('other-1499', 0)?.version).toBe(1);
  });
});
