import { factsText } from './facts.js';
import { lookOf } from './look.js';

const PLAIN = lookOf({ write: () => true }, {});

describe('What an answer says', () => {
  it('is a line for each member, and what is nested below its name', () => {
    const text = factsText(
      { name: 'payment', consumers: 1, commands: [{ command: 'a.b' }] },
      PLAIN,
    );
    expect(text).toBe('name       payment\nconsumers  1\ncommands\n  - command: a.b');
  });

  it('is nothing, as in tables, where it is one empty list', () => {
    expect(factsText({ alerts: [] }, PLAIN)).toBe('nothing');
    expect(factsText({ rules: [], deleted: [] }, PLAIN)).toBe('rules    –\ndeleted  –');
  });
});
