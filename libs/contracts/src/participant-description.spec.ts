import { type JsonValue, participantOfCommand } from '#protocol';
import { parseIntake } from './intake-message.js';
import {
  DESCRIBED_COMMANDS_MAX,
  descriptionMessage,
  descriptionWays,
  type ParticipantDescription,
} from './participant-description.js';

const DESCRIPTION: ParticipantDescription = {
  participant: 'payment',
  commands: [
    { command: 'payment.authorize', inputSchema: { type: 'object' }, outputSchema: true },
    { command: 'payment.void' },
  ],
  envelopes: 50,
  instance: '0193a6f0-7b1e-7cc3-9a55-1f0e6a7c2b11',
};

const EXCHANGES = {
  eventsExchange: 'conductor.events',
  descriptionsExchange: 'conductor.descriptions',
};

/** As the conductor reads it. */
function read(data: JsonValue, timestamp?: number) {
  const body = Buffer.from(JSON.stringify({ pattern: 'participant.describe', data }));
  const properties = { headers: {}, ...(timestamp === undefined ? {} : { timestamp }) };
  const delivery = { body, properties, exchange: '', routingKey: 'conductor.intake' };
  return parseIntake(delivery, EXCHANGES);
}

describe('The description of a participant', () => {
  const options = { prefix: 'conductor', at: 1_700_000_000_500 };
  const byExchange = { exchange: 'conductor.descriptions', routingKey: 'payment' };

  it('goes by an exchange of its own or straight to the intake, and reads as written', () => {
    const ways = descriptionWays(descriptionMessage(DESCRIPTION, options), 'conductor');
    expect(ways).toMatchObject([byExchange, { exchange: '', routingKey: 'conductor.intake' }]);
    for (const { body, properties, exchange, routingKey } of ways) {
      const sent = { headers: {}, ...properties, userId: 'payment' };
      expect(parseIntake({ body, exchange, routingKey, properties: sent }, EXCHANGES)).toEqual({
        ok: true,
        request: {
          type: 'describe',
          description: DESCRIPTION,
          sentAt: 1_700_000_000_000,
          account: 'payment',
        },
      });
    }
  });

  it('is taken under no other name than its participant’s', () => {
    const { body } = descriptionMessage(DESCRIPTION, options);
    const delivery = { ...byExchange, routingKey: 'shipping', body, properties: { headers: {} } };
    expect(parseIntake(delivery, EXCHANGES)).toMatchObject({ ok: false, reason: 'WRONG_SENDER' });
  });

  it.each(['saga.start', 'saga.signal'])('shares its exchange with no %s', (pattern) => {
    const data = { definition: 'x', sagaId: 's', name: 'n', idempotencyKey: 'i' };
    const body = Buffer.from(JSON.stringify({ pattern, data }));
    const delivery = { ...byExchange, body, properties: { headers: {} } };
    expect(parseIntake(delivery, EXCHANGES)).toMatchObject({ ok: false, reason: 'WRONG_SENDER' });
  });

  it('has the same message id for the same content, and another one for other', () => {
    const idOf = (commands: ParticipantDescription['commands'], at: number) =>
      descriptionMessage({ ...DESCRIPTION, commands }, { prefix: 'conductor', at }).properties
        .messageId;
    const first = idOf(DESCRIPTION.commands, 1);
    expect(first).toMatch(/^payment:[0-9a-f]{64}$/);
    expect(idOf(DESCRIPTION.commands, 2)).toBe(first);
    expect(idOf([], 1)).not.toBe(first);
  });

  it('needs no id and no time', () => {
    expect(read({ participant: 'payment', commands: [] })).toMatchObject({
      request: { type: 'describe', sentAt: null },
    });
  });

  it('needs to say nothing of envelopes', () => {
    const given = { participant: 'payment', commands: [] };
    for (const data of [given, { ...given, envelopes: null, instance: null }]) {
      expect(read(data)).toMatchObject({ ok: true, request: { description: given } });
      expect(read(data)).not.toMatchObject({ request: { description: { envelopes: 0 } } });
    }
  });

  it.each([1e300, -1.5, 9e15])('with the time %s has none', (timestamp) => {
    expect(read({ participant: 'payment', commands: [] }, timestamp)).toMatchObject({
      request: { sentAt: null },
    });
  });

  it.each<[string, JsonValue]>([
    ['a name that is none', { participant: 'Pay!', commands: [] }],
    ['no name', { commands: [] }],
    ['no list', { participant: 'payment', commands: 'all' }],
    ['an entry that is no object', { participant: 'payment', commands: ['payment.take'] }],
    ['an entry without a command', { participant: 'payment', commands: [{}] }],
    ['another one’s command', { participant: 'payment', commands: [{ command: 'order.go' }] }],
    [
      'one command twice',
      { participant: 'payment', commands: [{ command: 'payment.go' }, { command: 'payment.go' }] },
    ],
    ['part of an envelope', { participant: 'payment', commands: [], envelopes: 1.5 }],
    ['less than none', { participant: 'payment', commands: [], envelopes: -1 }],
    ['envelopes in words', { participant: 'payment', commands: [], envelopes: '50' }],
    ['an instance without a name', { participant: 'payment', commands: [], instance: '' }],
    ['a number of an instance', { participant: 'payment', commands: [], instance: 7 }],
    ['a long name', { participant: 'payment', commands: [], instance: 'i'.repeat(65) }],
    [
      'too many commands',
      { participant: 'payment', commands: numbered(DESCRIBED_COMMANDS_MAX + 1) },
    ],
  ])('is not understood with %s', (_, data) => {
    expect(read(data)).toMatchObject({ ok: false, reason: 'WRONG_FORM' });
  });

  it(`may have ${DESCRIBED_COMMANDS_MAX} commands`, () => {
    const commands = numbered(DESCRIBED_COMMANDS_MAX);
    expect(read({ participant: 'payment', commands })).toMatchObject({ ok: true });
  });
});

it.each([
  ['payment.authorize', 'payment'],
  ['payment.card.authorize', 'payment'],
  ['payment', null],
  ['Payment.authorize', null],
  ['payment.', null],
  [`${'a'.repeat(64)}.go`, null],
  [`payment${`.${'a'.repeat(60)}`.repeat(4)}`, null],
])('%s is a command of %s', (command, participant) => {
  expect(participantOfCommand(command)).toBe(participant);
});

function numbered(count: number): { readonly command: string }[] {
  return Array.from({ length: count }, (_, at) => ({ command: `payment.c${at}` }));
}
