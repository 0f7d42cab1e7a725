import { commandMessage, parseCommand, type ParsedCommand } from './command-message.js';
import { signCorrelation } from './correlation.js';
import type { JsonValue } from '#protocol';
import type { OutgoingMessage } from '#bus';
import type { FencingToken } from './fencing-token.js';
import { nextOnSlip } from './forward-slip.js';
import { parseReply, replyMessage, type ReplyOutcome } from './reply.js';
import type { WireSlip, WireStation, WireUndo } from './slip.js';

const SECRET = 'secret';
const SAGA_ID = '0193a6f0-7b1e-7cc3-9a55-1f0e6a7c2b11';
const SENT_AT = Date.UTC(2030, 0, 1);
const NOW = SENT_AT + 60_000;
const OPTIONS = { prefix: 'conductor', appId: 'hotel', at: NOW };

type Way = 'execute' | 'compensate';

function address(step: string, direction: Way) {
  const correlation = { sagaId: SAGA_ID, step, iteration: 0, direction, attempt: 1 } as const;
  return {
    step,
    iteration: 0,
    attempt: 1,
    participant: step,
    timeoutMs: 30_000,
    command: direction === 'execute' ? `${step}.book` : `${step}.cancel`,
    messageId: `${SAGA_ID}/${step}/0/${direction}/1`,
    correlationId: signCorrelation(SECRET, correlation),
  };
}

function undoOf(step: string): WireUndo {
  return { ...address(step, 'compensate'), data: { undo: step }, firstIssuedAt: SENT_AT - 1000 };
}

function stationOf(step: string, more: Partial<WireStation> = {}): WireStation {
  const undo = { ...address(step, 'compensate'), input: null };
  return { ...address(step, 'execute'), data: {}, fill: [], isPastPivot: false, undo, ...more };
}

const SLIP: WireSlip = {
  next: [
    stationOf('flight', {
      data: { to: 'Ulm', rooms: [null, 2] },
      fill: [{ at: ['rooms', '0'], step: 'hotel', path: ['room', 'id'] }],
    }),
    stationOf('car'),
  ],
  back: [undoOf('train')],
  undo: undoOf('hotel'),
  trail: [],
};

function received({ body, properties }: OutgoingMessage) {
  return { body, properties: { ...properties, headers: properties.headers ?? {} } };
}

function read(message: OutgoingMessage | null): ParsedCommand {
  if (message === null) throw new Error('nothing is forwarded');
  const check = parseCommand(received(message));
  if (!check.ok) throw new Error(check.detail);
  return check.command;
}

function commandWith(
  slip: WireSlip | JsonValue,
  direction: Way = 'execute',
  fencing: readonly FencingToken[] = [],
): ParsedCommand {
  const { timeoutMs: _, correlationId: __, ...sent } = address('hotel', direction);
  const message = commandMessage(
    {
      ...sent,
      sagaId: SAGA_ID,
      direction,
      data: {},
      slip: slip as WireSlip,
      fencing,
      definition: { name: 'trip', version: 3 },
      firstIssuedAt: SENT_AT,
      dueAt: SENT_AT + 30_000,
    },
    { prefix: 'conductor', secret: SECRET, at: SENT_AT, trace: { traceparent: 'trace' } },
  );
  return read(message);
}

const booked: ReplyOutcome = { type: 'succeeded', output: { room: { id: 7 } } };
const no = (code: string): ReplyOutcome => ({ type: 'refused', error: { code, message: 'no' } });

describe('a slip that goes forward', () => {
  it('is the command that the conductor would send next, as old as the one before', () => {
    const message = nextOnSlip(commandWith(SLIP), booked, OPTIONS);
    expect(message).toMatchObject({ exchange: 'conductor.commands', routingKey: 'flight' });
    expect(read(message)).toMatchObject({
      pattern: 'flight.book',
      step: 'flight',
      direction: 'execute',
      attempt: 1,
      messageId: `${SAGA_ID}/flight/0/execute/1`,
      correlationId: SLIP.next[0]?.correlationId,
      replyTo: 'conductor.replies',
      idempotencyKey: `${SAGA_ID}/flight/0`,
      sagaDefinition: 'trip@3',
      data: { to: 'Ulm', rooms: [7, 2] },
      firstIssuedAt: SENT_AT,
      issuedAt: SENT_AT,
      deadlineAt: NOW + 30_000,
      traceparent: 'trace',
    });
  });

  it('leaves the next station its whole timeout, also by a clock that is behind', () => {
    const at = SENT_AT - 60_000;
    const { issuedAt, deadlineAt } = read(
      nextOnSlip(commandWith(SLIP), booked, { ...OPTIONS, at }),
    );
    expect((deadlineAt ?? 0) - (issuedAt ?? 0)).toBe(30_000);
  });

  it('carries what follows, what is behind, and what was answered', () => {
    const { slip } = read(nextOnSlip(commandWith(SLIP), booked, OPTIONS));
    expect(slip?.next.map(({ step }) => step)).toEqual(['car']);
    expect(slip?.back.map(({ step, data }) => [step, data])).toEqual([
      ['hotel', { undo: 'hotel' }],
      ['train', { undo: 'train' }],
    ]);
    expect(slip?.undo).toMatchObject({ command: 'flight.cancel', data: { rooms: [7, 2] } });
    expect(slip?.trail).toMatchObject([{ step: 'hotel', reply: { outcome: 'succeeded' } }]);
  });

  it('has no way back from the first station past the pivot on', () => {
    const slip = { ...SLIP, next: [stationOf('mail', { isPastPivot: true, undo: null })] };
    expect(read(nextOnSlip(commandWith(slip), booked, OPTIONS)).slip).toMatchObject({
      next: [],
      back: [],
      undo: null,
    });
  });

  it('ends where an output lacks what is asked for, or where it is too large', () => {
    const tooLarge = { room: { id: 'x'.repeat(130 * 1024) } };
    const outputs: readonly JsonValue[] = [{}, null, { room: [7] }, tooLarge];
    for (const output of outputs) {
      const outcome: ReplyOutcome = { type: 'succeeded', output };
      expect(nextOnSlip(commandWith(SLIP), outcome, OPTIONS)).toBeNull();
    }
  });

  it('ends with its last station, and where its participant is in trouble', () => {
    expect(nextOnSlip(commandWith({ ...SLIP, next: [] }), booked, OPTIONS)).toBeNull();
    const trouble = { type: 'errored', error: { code: 'X', message: 'x' } } as const;
    expect(nextOnSlip(commandWith(SLIP), trouble, OPTIONS)).toBeNull();
  });
});

describe('a slip that goes back', () => {
  it('undoes the step before, and so on', () => {
    const command = read(nextOnSlip(commandWith(SLIP), no('FULL'), OPTIONS));
    expect(command).toMatchObject({
      pattern: 'train.cancel',
      direction: 'compensate',
      data: { undo: 'train' },
      firstIssuedAt: SENT_AT - 1000,
      issuedAt: NOW,
      slip: { next: [], back: [], undo: null, trail: [{ reply: { outcome: 'refused' } }] },
    });
    const undoing = commandWith(SLIP, 'compensate');
    const undone: ReplyOutcome = { type: 'succeeded', output: { result: 'undone' } };
    expect(read(nextOnSlip(undoing, undone, OPTIONS)).pattern).toBe('train.cancel');
    expect(nextOnSlip(undoing, no('STUCK'), OPTIONS)).toBeNull();
  });

  it.each(['FENCED', 'KEY_REUSED', 'COMMAND_TOO_OLD'])('does not for %s', (code) => {
    expect(nextOnSlip(commandWith(SLIP), no(code), OPTIONS)).toBeNull();
  });
});

describe('the fencing tokens of a saga on a slip', () => {
  it.each([
    ['one', [{ key: 'order:7', token: 42 }]],
    [
      'several',
      [
        { key: 'a,b=ü', token: 42 },
        { key: 'truck', token: 7 },
      ],
    ],
  ])('go along, forth and back, as they came: %s', (_, fencing) => {
    const forth = commandWith(SLIP, 'execute', fencing);
    expect(forth.fencing).toEqual(fencing);
    expect(read(nextOnSlip(forth, booked, OPTIONS)).fencing).toEqual(fencing);
    expect(read(nextOnSlip(forth, no('FULL'), OPTIONS)).fencing).toEqual(fencing);
  });
});

describe('a slip that is none', () => {
  it.each<[string, JsonValue]>([
    ['no object', 'slip'],
    ['a part missing', { next: [], back: [], undo: null }],
    ['a station without an address', { ...SLIP, next: [{ data: {} }] } as unknown as JsonValue],
    ['a trail of other things', { ...SLIP, trail: [1] } as unknown as JsonValue],
  ])('is left alone: %s', (_, slip) => {
    expect(commandWith(slip).slip).toBeNull();
    expect(nextOnSlip(commandWith(slip), booked, OPTIONS)).toBeNull();
  });
});

describe('the reply of a station', () => {
  const command = commandWith(SLIP);
  const trail = read(nextOnSlip(command, booked, OPTIONS)).slip?.trail ?? [];
  const sent = (more: object) => replyMessage(command, booked, { appId: 'x', at: 0, ...more });
  const parse = (message: OutgoingMessage) => parseReply(received(message), { secrets: SECRET });

  it('says that the slip was forwarded, and what was answered before', () => {
    expect(parse(sent({ forwarded: true, trail }))).toMatchObject({
      ok: true,
      forwarded: true,
      trail: [{ correlation: { step: 'hotel', direction: 'execute' }, outcome: booked }],
    });
    expect(parse(sent({ forwarded: false }))).not.toHaveProperty('forwarded');
  });

  it('is set aside when its trail was not signed here, or is of another saga', () => {
    const other = { sagaId: 'other', step: 'a', iteration: 0, direction: 'execute', attempt: 1 };
    const ids = ['forged', signCorrelation(SECRET, other as never)];
    for (const correlationId of ids) {
      const forged = [{ ...trail[0], correlationId }];
      expect(parse(sent({ trail: forged }))).toMatchObject({ ok: false, reason: 'BAD_SIGNATURE' });
    }
    const body = Buffer.from(JSON.stringify({ outcome: 'succeeded', trail: 7 }));
    expect(parse({ ...sent({}), body })).toMatchObject({ ok: false, reason: 'BAD_SIGNATURE' });
  });

  it('leaves the trail out when it would be too large with it', () => {
    const reply = { outcome: 'succeeded', output: 'x'.repeat(1024 * 1024) };
    const check = parse(sent({ forwarded: true, trail: [{ ...trail[0], reply }] }));
    expect(check).toMatchObject({ ok: true, forwarded: true, trail: [] });
  });
});
