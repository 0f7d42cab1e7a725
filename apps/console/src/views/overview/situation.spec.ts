import { situationText } from './situation';

type Overview = Parameters<typeof situationText>[0];

const connected = { status: 'connected' };

/** How things are with so many stuck sagas, and causes in these states. */
function textOf(
  stuckSagas: number,
  causes: readonly ('stuck' | 'retrying')[],
  silent: readonly string[] | null = [],
): string {
  const stuckGroups = causes.map((state) => ({ state }));
  const backlog = { stuckSagas };
  const overview = { backlog, stuckGroups, broker: connected, database: connected };
  return situationText(overview as unknown as Overview, silent);
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

  it('given participants whose commands nobody takes, then not all is well', () => {
    expect(textOf(0, [], ['payment'])).toBe(
      'No saga is stuck. Nobody takes the commands of payment.',
    );
    expect(textOf(2, ['stuck'], ['payment', 'shipping'])).toBe(
      '2 sagas are stuck, of 1 cause. Nobody takes the commands of payment and 1 other.',
    );
  });

  it('given participants that are not known yet, then nothing is said of them', () => {
    expect(textOf(0, [], null)).toBe('No saga is stuck.');
    expect(textOf(1, [], null)).toBe('1 saga is stuck.');
  });
});
