import type { Delivery, OutgoingMessage } from '#bus';
import { parseCommand } from '../command-message.js';
import { parseReply } from '../reply.js';
import { COMMANDS_TYPE, REPLIES_TYPE } from './envelope-form.js';
import { delivered, numbers, reply, SECRET, withBody } from './envelopes.fixture.js';
import { openCommands, openReplies } from './open-envelope.js';
import { packReplies } from './pack.js';

describe('What an envelope carries', () => {
  it('acknowledges the message once all of it is acknowledged, each as often as it likes', () => {
    let acks = 0;
    const [parcel] = packReplies([reply(0), reply(1), reply(2)], 50);
    const opened = openReplies(delivered(parcel?.message as OutgoingMessage, () => acks++));

    for (const position of [2, 0, 0, 2]) opened[position]?.ack();
    expect(acks).toBe(0);
    opened[1]?.ack();
    opened[1]?.ack();
    expect(acks).toBe(1);
  });

  it('is as unreadable as its own text, and spoils none of the others', () => {
    const { correlationId } = reply(0).properties;
    const good = `{"correlationId":"${correlationId}","outcome":"succeeded"}`;
    for (const bad of ['{"a":1,"a":2}', '{a}', 'x', '7', '"y"', '[]', '{}']) {
      const opened = openReplies(withBody(REPLIES_TYPE, `{"replies":[${bad},${good}]}`));
      expect(opened.map((each) => parseReply(each, { secrets: SECRET }).ok)).toEqual([false, true]);
      expect(opened[0]?.body.toString()).toBe(bad);
    }
  });

  it('is no envelope of its own', () => {
    const inner = `{"commands":[{"pattern":"payment.authorize"}]}`;
    const [one] = openCommands(withBody(COMMANDS_TYPE, `{"commands":[${inner}]}`));
    expect(parseCommand(one as Delivery)).toMatchObject({ ok: false, reason: 'NOT_A_COMMAND' });
  });

  it('has only ids that are texts, and headers that are an object', () => {
    const odd = '{"correlationId":7,"messageId":{},"headers":"none","pattern":"p"}';
    const [one] = openCommands(withBody(COMMANDS_TYPE, `{"commands":[${odd}]}`));
    expect(one?.properties).toEqual({
      contentType: 'application/json',
      replyTo: 'r',
      headers: {},
    });
  });
});

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
