import { parseBoundedJson } from '#protocol';
import { parseCommand } from './command-message.js';
import { signCorrelation } from './correlation.js';
import { parseIntake } from './intake-message.js';
import { parseReply } from './reply.js';

const MARK = '\ufeff';
const JSON_TEXT = '{"outcome":"succeeded","output":{"id":1}}';

function read(body: Buffer | string) {
  return parseBoundedJson(Buffer.from(body));
}

/** In the byte order of the network, as `iconv -t UTF-16BE` writes it. */
function bigEndian(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

describe('A byte-order mark', () => {
  it('at the start of a body is ignored', () => {
    expect(read(MARK + JSON_TEXT)).toEqual(read(JSON_TEXT));
    expect(read(`${MARK} [1]`)).toEqual({ ok: true, value: [1] });
  });

  it('at the start of a reply is ignored', () => {
    const correlation = { sagaId: 'saga', step: 'one', iteration: 0, attempt: 1 };
    const correlationId = signCorrelation('secret', { ...correlation, direction: 'execute' });
    const delivery = {
      body: Buffer.from(MARK + JSON_TEXT),
      properties: { correlationId, headers: {} },
    };
    expect(parseReply(delivery, { secrets: 'secret' })).toMatchObject({
      ok: true,
      outcome: { type: 'succeeded', output: { id: 1 } },
    });
  });

  it('at the start of a command is ignored', () => {
    const body = Buffer.from(`${MARK}{"pattern":"svc.do","data":1,"id":"m"}`);
    const headers = {
      'saga-id': 's',
      step: 'one',
      iteration: 0,
      direction: 'execute',
      attempt: 1,
      'idempotency-key': 's/one/0',
    };
    const properties = { correlationId: 'c', replyTo: 'q', headers };
    expect(parseCommand({ body, properties })).toMatchObject({ ok: true, command: { data: 1 } });
  });

  it('at the start of an event, a start or a description is ignored', () => {
    const intake = (body: string, exchange: string) =>
      parseIntake(
        {
          exchange,
          routingKey: 'order.placed',
          body: Buffer.from(MARK + body),
          properties: { messageId: 'm', headers: {} },
        },
        { eventsExchange: 'events', descriptionsExchange: 'descriptions' },
      );
    expect(intake('{"a":1}', 'events')).toMatchObject({ ok: true, request: { data: { a: 1 } } });
    const start = '{"pattern":"saga.start","data":{"definition":"d","input":1}}';
    expect(intake(start, '')).toMatchObject({ ok: true, request: { type: 'start' } });
    const describe = '{"pattern":"participant.describe","data":{"participant":"p","commands":[]}}';
    expect(intake(describe, '')).toMatchObject({ ok: true, request: { type: 'describe' } });
  });

  it('within a string is a character like any other', () => {
    expect(read(`{"a":"${MARK}\\"${MARK}"}`)).toEqual({
      ok: true,
      value: { a: `${MARK}"${MARK}` },
    });
  });

  it.each([
    ['twice', MARK + MARK + JSON_TEXT, 'more than one byte-order mark'],
    ['in the middle', `{${MARK}"a":1}`, 'a byte-order mark (U+FEFF) in the middle, at byte 1'],
    ['at the end', `${MARK}[1]${MARK}`, 'a byte-order mark (U+FEFF) in the middle, at byte 6'],
    ['behind a blank', ` ${MARK}[1]`, 'a byte-order mark (U+FEFF) in the middle, at byte 1'],
  ])('%s is named as the reason', (_, body, reason) => {
    const check = read(body);
    expect(check).toMatchObject({ ok: false, reason: 'NOT_JSON' });
    expect(check).toHaveProperty('detail', expect.stringContaining(reason));
  });

  it('is not blamed for JSON that is wrong elsewhere', () => {
    const check = read(`{"a":"${MARK}",}`);
    expect(check).toHaveProperty('detail', expect.not.stringContaining('byte-order mark'));
  });

  it('alone is an empty body', () => {
    expect(read(MARK)).toMatchObject({ ok: false, reason: 'NOT_JSON' });
  });
});

describe('A body that is not UTF-8', () => {
  it.each([
    ['UTF-16 with a byte-order mark', Buffer.from(MARK + JSON_TEXT, 'utf16le')],
    ['UTF-16 with a byte-order mark', bigEndian(MARK + JSON_TEXT)],
    ['UTF-16', Buffer.from(JSON_TEXT, 'utf16le')],
    ['UTF-16', bigEndian(JSON_TEXT)],
    ['UTF-32 with a byte-order mark', Buffer.from('fffe00007b0000007d000000', 'hex')],
    ['UTF-32 with a byte-order mark', Buffer.from('0000feff0000007b0000007d', 'hex')],
    ['UTF-32', Buffer.from('7b0000007d000000', 'hex')],
    ['UTF-32', Buffer.from('0000007b0000007d', 'hex')],
  ])('is told to be %s', (encoding, body) => {
    const detail = `it is ${encoding}, only UTF-8 is taken`;
    expect(read(body)).toEqual({ ok: false, reason: 'NOT_JSON', detail });
  });

  it('is told to be no UTF-8 when nothing more is known', () => {
    const check = read(Buffer.from('{"a":"caf\xe9"}', 'latin1'));
    expect(check).toEqual({ ok: false, reason: 'NOT_JSON', detail: 'it is not UTF-8' });
  });

  it('is told in no more time than reading it takes, however many quotes it has', () => {
    expect(read('"\\'.repeat(500_000))).toMatchObject({ ok: false, reason: 'NOT_JSON' });
  });
});
