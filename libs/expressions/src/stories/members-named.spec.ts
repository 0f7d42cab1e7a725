import { membersNamed } from '../compile/members-named.js';

describe('The members of a variable that a template names', () => {
  it.each([
    ['${signals.stop != null}', ['stop']],
    ['${signals["stop-it"] != null}', ['stop-it']],
    ['${[1].exists(x, signals.level.value > x)} and ${signals.stop}', ['level', 'stop']],
    ['${coalesce(signals.b, {"k": signals.a})}', ['b', 'a']],
    ['${.signals.stop != null}', ['stop']],
    ['${output.signals.stop}', []],
    ['no expression', []],
    ['${signals.', []],
    ['${signals.a b}', []],
  ])('%s', (template, names) => {
    const found = membersNamed(template, 'signals');
    expect([...found.names].sort()).toEqual([...names].sort());
    expect(found.isWhole).toBe(false);
  });

  it.each(['${size(signals)}', '${signals[input.name]}', '${signals == {}}'])(
    '%s uses it as a whole',
    (template) => {
      expect(membersNamed(template, 'signals').isWhole).toBe(true);
    },
  );
});
