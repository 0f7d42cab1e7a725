import { situationText } from './situation';

type Overview = Parameters<typeof situationText>[0];

const connected = { status: 'connected' };

/** How things are with so many stuck sagas, and causes in these states. */
function textOf(stuckSagas: number, causes: readonly ('stuck' | 'retrying')[]): string {
  const stuckGroups = causes.map((state) => ({ state }));
  const backlog = { stuckSagas };
  return situationText({
    ...{ backlog, stuckGroups, broker: connected, database: connected },
  } as unknown as Overview);
}

describe('The sentence above all', () => {
  it('given nothing is in trouble, then all is well', () => {
    expect(textOf(0, [])).toBe('All is well: no saga is stuck.');
  });

  it('given attempts are made again, then it does not say that all is well', () => {
    expect(textOf(0, ['retrying'])).toBe('No saga is stuck. 1 cause makes sagas try again.');
    expect(textOf(0, ['retrying', 'retrying'])).toBe(
      'No saga is stuck. 2 causes make sagas try again.',
    );
  });

  it('given stuck sagas, then it counts them and their causes', () => {
    expect(textOf(1, ['stuck', 'retrying'])).toBe(
      '1 saga is stuck, of 1 cause. Everything else goes on.',
    );
    expect(textOf(1200, [])).toBe('1,200 sagas are stuck. Everything else goes on.');
  });
});
