import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import type { Delivery, OutgoingMessage } from '#bus';
import { parseCommand } from '../command-message.js';
import { verifyCorrelation } from '../correlation.js';
import { parseReply, type ReplyOutcome } from '../reply.js';
import { CARRIED_MAX, ENVELOPE_BYTES_MAX } from './envelope-form.js';
import { AT, command, delivered, numbers, reply, SECRET } from './envelopes.fixture.js';
import { openCommands, openReplies } from './open-envelope.js';
import { packCommands, packReplies } from './pack.js';

const fifty = () => 50;

describe('Commands in an envelope', () => {
  it('are read as each of them would be alone', () => {
    const commands = numbers(3).map((id) => command(id));
    const [parcel, ...others] = packCommands(commands, fifty);

    expect(others).toEqual([]);
    expect(parcel).toMatchObject({ positions: [0, 1, 2], message: { carries: 3 } });
    expect(parcel?.message).toMatchObject({ exchange: 'c.commands', routingKey: 'payment' });
    const opened = openCommands(delivered(parcel?.message as OutgoingMessage));
    expect(opened.map((each) => parseCommand(each))).toEqual(
      commands.map((each) => parseCommand(delivered(each))),
    );
  });

  it('have the form of the contract', () => {
    const commands = numbers(2).map((id) => command(id));
    const message = packCommands(commands, fifty)[0]?.message;

    expect(message?.properties).toEqual({
      contentType: 'application/vnd.conductor.commands+json',
      messageId: 'm-0+1',
      type: 'commands',
      appId: 'conductor',
      replyTo: 'c.replies',
      timestamp: AT / 1000,
    });
    expect(JSON.parse(String(message?.body))).toEqual({
      commands: commands.map(({ properties }, id) => ({
        headers: properties.headers,
        correlationId: properties.correlationId,
        messageId: properties.messageId,
        pattern: 'payment.authorize',
        data: { id },
        id: properties.messageId,
      })),
    });
    const { correlationId } = commands[1]?.properties ?? {};
    expect(verifyCorrelation(SECRET, correlationId)).toMatchObject({ ok: true });
  });

  it('are those of the same queue, reply queue and second, in their order', () => {
    const elsewhere = command(1, { participant: 'order', command: 'order.create' });
    const otherReplies = { ...command(3), properties: { ...command(3).properties, replyTo: 'x' } };
    const later = { ...command(4), properties: { ...command(4).properties, timestamp: 1 } };
    const event = { ...command(6), properties: { messageId: 'e-1' } };
    const all = [command(0), elsewhere, command(2), otherReplies, later, command(5), event];

    const parcels = packCommands(all, fifty);

    expect(parcels.map(({ positions }) => positions)).toEqual([[0, 2, 5], [1], [3], [4], [6]]);
    expect(parcels[1]?.message).toBe(elsewhere);
  });

  it('are no repeated attempts, which go alone', () => {
    const all = [command(0), command(1, { attempt: 2 }), command(2)];
    expect(packCommands(all, fifty).map(({ positions }) => positions)).toEqual([[0, 2], [1]]);
  });

  it('are no only attempts, which an envelope that nobody reads would cost the step', () => {
    const all = [command(0), command(1, { isOnlyAttempt: true }), command(2)];
    expect(packCommands(all, fifty).map(({ positions }) => positions)).toEqual([[0, 2], [1]]);
  });

  it.each([
    [0, 5],
    [1, 5],
    [2, 3],
    [5, 1],
  ])('are at most %i, so that five take %i messages', (carriedMax, count) => {
    const all = numbers(5).map((id) => command(id));
    expect(packCommands(all, () => carriedMax)).toHaveLength(count);
  });

  it('are no more than any reader takes out, whatever a participant says', () => {
    const parcels = packCommands(
      numbers(CARRIED_MAX + 10).map((id) => command(id)),
      () => 1_000_000,
    );
    expect(parcels.map(({ positions }) => positions.length)).toEqual([CARRIED_MAX, 10]);
  });

  it('are as many as fit into its bytes, and one that is too large for it goes alone', () => {
    const half = { text: 'x'.repeat(ENVELOPE_BYTES_MAX / 2) };
    const large = { text: 'x'.repeat(2 * ENVELOPE_BYTES_MAX) };
    const all = [half, half, large, {}, {}].map((data, id) => command(id, { data }));

    const parcels = packCommands(all, fifty);

    expect(parcels.map(({ positions }) => positions)).toEqual([[0], [1], [2], [3, 4]]);
    expect(parcels[2]?.message).toBe(all[2]);
  });
});

describe('Replies in an envelope', () => {
  const outcomes: readonly ReplyOutcome[] = [
    { type: 'succeeded', output: { a: [1] } },
    { type: 'refused', error: { code: 'NO', message: 'no' } },
    { type: 'errored', error: { code: 'E', message: 'later' }, retryAfterMs: 5 },
  ];

  it('are read as each of them would be alone', () => {
    const replies = outcomes.map((outcome, id) => reply(id, outcome));
    const [parcel] = packReplies(replies, 50);

    expect(parcel?.message).toMatchObject({ routingKey: 'c.replies', isVouchedFor: true });
    const opened = openReplies(delivered(parcel?.message as OutgoingMessage));
    const read = opened.map((each) => parseReply(each, { secrets: SECRET }));
    expect(read).toEqual(replies.map((each) => parseReply(delivered(each), { secrets: SECRET })));
    expect(read.map((each) => each.ok)).toEqual([true, true, true]);
  });

  it('have the form of the contract', () => {
    const replies = [reply(0), reply(1)];
    const message = packReplies(replies, 50)[0]?.message;
    expect(message?.properties.contentType).toBe('application/vnd.conductor.replies+json');
    expect(JSON.parse(String(message?.body))).toEqual({
      replies: replies.map(({ properties: { correlationId } }, id) => ({
        correlationId,
        outcome: 'succeeded',
        output: { id },
      })),
    });
  });

  it('are those of the same queue; one alone goes by itself', () => {
    const other = { ...reply(1), routingKey: 'c.replies.1' };
    const all = [reply(0), other, reply(2)];
    const parcels = packReplies(all, 50);
    expect(parcels.map(({ positions }) => positions)).toEqual([[0, 2], [1]]);
    expect(parcels[1]?.message).toBe(other);
  });
});

describe('However commands are put into envelopes', () => {
  /** Where in its text something is wrong is another place in an envelope. */
  const readingOf = (delivery: Delivery) => {
    const check = parseCommand(delivery);
    return check.ok ? check.command : check.reason;
  };
  const payloads = fc.array(
    fc.record({
      participant: fc.constantFrom('payment', 'order'),
      attempt: fc.constantFrom(1, 1, 1, 2),
      data: fc.jsonValue(),
    }),
    { maxLength: 40 },
  );

  it('all of them arrive, once each, as they would alone', () => {
    return assertProperty(
      fc.property(payloads, fc.nat(12), (sent, carriedMax) => {
        const messages = sent.map((more, id) => {
          return command(id, { ...more, command: `${more.participant}.do` });
        });
        const parcels = packCommands(messages, () => carriedMax);

        const positions = parcels.flatMap((parcel) => parcel.positions);
        expect(positions.toSorted((a, b) => a - b)).toEqual(numbers(messages.length));
        for (const { message, positions: carried } of parcels) {
          const opened = openCommands(delivered(message));
          expect(opened.map(readingOf)).toEqual(
            carried.map((at) => readingOf(delivered(messages[at] as OutgoingMessage))),
          );
        }
      }),
      { runs: 100 },
    );
  });
});
