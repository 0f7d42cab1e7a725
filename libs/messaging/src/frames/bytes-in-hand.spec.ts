import type { Connection } from 'amqplib';
import { PassThrough } from 'node:stream';
import { BytesInHand } from './bytes-in-hand.js';
import { IncomingFrames } from './incoming-frames.js';

const TOO_MANY = 65 * 1024 * 1024;

let reading: IncomingFrames;

beforeEach(() => {
  const connection = {
    recvFrame: () => false,
    rest: Buffer.alloc(0),
    stream: new PassThrough(),
    recvSinceLastCheck: false,
  };
  reading = IncomingFrames.of(connection as unknown as Connection);
});

describe('What a subscription has in hand', () => {
  it('holds the reading while it is too much, until half of it is given back', () => {
    const inHand = new BytesInHand(reading);
    const giveBack = inHand.take(TOO_MANY);
    expect(reading.isHeld).toBe(true);

    giveBack();

    expect(reading.isHeld).toBe(false);
  });

  it('holds nothing once its channel is gone', () => {
    const inHand = new BytesInHand(reading);
    inHand.take(TOO_MANY);

    inHand.forget();

    expect(reading.isHeld).toBe(false);
    inHand.take(TOO_MANY);
    expect(reading.isHeld).toBe(false);
  });

  it('and given back after that, does not let the next subscription read on', () => {
    const lost = new BytesInHand(reading);
    const giveBackLate = lost.take(TOO_MANY);
    lost.forget();
    const next = new BytesInHand(reading);
    const giveBackNext = next.take(TOO_MANY);

    giveBackLate();

    expect(reading.isHeld).toBe(true);
    giveBackNext();
    expect(reading.isHeld).toBe(false);
  });

  it('nor does the news that its channel is gone, when that comes late', () => {
    const lost = new BytesInHand(reading);
    lost.take(TOO_MANY);
    new BytesInHand(reading).take(TOO_MANY);

    lost.forget();

    expect(reading.isHeld).toBe(true);
  });
});
