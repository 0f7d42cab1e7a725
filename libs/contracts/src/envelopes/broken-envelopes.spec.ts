import { parseCommand } from '../command-message.js';
import { parseReply } from '../reply.js';
import { COMMANDS_TYPE, REPLIES_TYPE } from './envelope-form.js';
import { SECRET, numbers, withBody } from './envelope.fixture.js';
import { openCommands, openReplies } from './open-envelope.js';

describe('A message that only says that it is an envelope', () => {
  const many = `[${numbers(10_000).join(',')}]`;

  it.each([
    ['has no list', '{"commands":{}}', 'NOT_A_COMMAND'],
    ['has an empty list', '{"commands":[]}', 'NOT_A_COMMAND'],
    ['has the other list', '{"replies":[{}]}', 'NOT_A_COMMAND'],
    ['has 10,000 elements', `{"commands":${many}}`, 'NOT_A_COMMAND'],
    ['is cut in half', '{"commands":[{"pattern":"a"},{"pat', 'NOT_JSON'],
    ['has two lists', '{"commands":[{}],"commands":[{}]}', 'DUPLICATE_KEY'],
    ['is no JSON', 'commands', 'NOT_JSON'],
  ])('is one message that cannot be used: it %s', (_, text, reason) => {
    const delivery = withBody(COMMANDS_TYPE, text);
    expect(openCommands(delivery)).toEqual([delivery]);
    expect(parseCommand(delivery)).toMatchObject({ ok: false, reason });
  });

  it.each([
    ['has no list', '{"replies":{}}', 'UNKNOWN_FORM'],
    ['has 10,000 elements', `{"replies":${many}}`, 'UNKNOWN_FORM'],
    ['is cut in half', '{"replies":[{"outc', 'NOT_JSON'],
  ])('is one reply that cannot be used: it %s', (_, text, reason) => {
    const delivery = withBody(REPLIES_TYPE, text);
    expect(openReplies(delivery)).toEqual([delivery]);
    expect(parseReply(delivery, { secrets: SECRET })).toMatchObject({ ok: false, reason });
  });

  it('is set aside whole where its properties cannot be read, or it is too large', () => {
    const whole = withBody(COMMANDS_TYPE, '{"commands":[{}]}');
    for (const damage of [{ undecodable: 'why' }, { cut: { bytes: 9, sha256: '' } }]) {
      const delivery = { ...whole, ...damage };
      expect(openCommands(delivery)).toEqual([delivery]);
      expect(parseCommand(delivery).ok).toBe(false);
    }
  });
});
