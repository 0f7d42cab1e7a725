import { actIn, actText, viaText } from './audit-text';

describe('Acts on record, as people read them', () => {
  it.each(['retry', 'post-definition', 'replay-dead-message'])(
    'given %s, when somebody asks for what they read, then it is that act',
    (action) => {
      const read = actText(action);
      expect(read).not.toContain('-');
      expect(actIn(` ${read} `)).toBe(action);
      expect(actIn(action)).toBe(action);
    },
  );

  it('given a way in which acts come that is new, when it is told, then by its name', () => {
    expect([viaText('cli'), viaText('carrier')]).toEqual(['by the CLI', 'carrier']);
  });
});
