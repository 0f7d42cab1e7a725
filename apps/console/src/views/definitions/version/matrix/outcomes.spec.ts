import { FAULTS, GROUPS, outcomeOf, type Outcome, type Path } from './outcomes';

const NONE = { undone: [], kept: [] } as const;

describe('What becomes of a saga', () => {
  it.each<[Pick<Path, 'fault' | 'ends'> & Partial<Path>, Outcome]>([
    [{ fault: 'duplicate', ends: 'completed' }, 'on'],
    [{ fault: 'reply-lost', ends: 'completed' }, 'again'],
    [{ fault: 'late-success', ends: 'completed' }, 'again'],
    [{ fault: 'refused', ends: 'completed' }, 'around'],
    [{ fault: 'late-success', ends: 'completed', kept: ['pay'] }, 'around'],
    [{ fault: 'late-success', ends: 'completed', undone: ['pay'] }, 'around'],
    [{ fault: 'silent', ends: 'compensated', undone: ['pay'] }, 'back'],
    [{ fault: 'silent', ends: 'compensated', kept: ['pay'] }, 'back-kept'],
    [{ fault: 'errors', ends: 'stuck' }, 'stuck'],
    [{ fault: 'errors', ends: 'lost' }, 'lost'],
  ])('given %j, when it is drawn, then it is %s', (path, outcome) => {
    expect(outcomeOf({ ...NONE, ...path })).toBe(outcome);
  });

  it('given every failure, when they are grouped, then each has one column', () => {
    const grouped = GROUPS.flatMap(({ faults }) => faults);
    expect([...grouped].sort()).toEqual(Object.keys(FAULTS).sort());
  });
});
