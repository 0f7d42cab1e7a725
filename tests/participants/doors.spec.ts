import { CommandRefused as OfNest, TryAgainLater as LaterOfNest } from '#participant';
import { CommandRefused, TryAgainLater } from '#participant-core';

class CardDeclined extends CommandRefused {}

describe('What a handler throws to refuse, or to be tried again', () => {
  const refused = new CommandRefused('DECLINED', 'no');
  const ofNest = new OfNest('DECLINED', 'no');

  it('is known by the class of either door, with NestJS and without', () => {
    for (const each of [refused, ofNest]) {
      expect([each instanceof CommandRefused, each instanceof OfNest]).toEqual([true, true]);
      expect([each instanceof TryAgainLater, each instanceof LaterOfNest]).toEqual([false, false]);
    }
    const later = new TryAgainLater('CLOSED', 'later');
    expect([later instanceof LaterOfNest, later instanceof OfNest]).toEqual([true, false]);
    expect(new LaterOfNest('CLOSED', 'later') instanceof TryAgainLater).toBe(true);
  });

  it('given a subclass, then only its own instances are of it', () => {
    const declined = new CardDeclined('DECLINED', 'no');
    expect([declined instanceof CardDeclined, declined instanceof OfNest]).toEqual([true, true]);
    expect([refused instanceof CardDeclined, ofNest instanceof CardDeclined]).toEqual([
      false,
      false,
    ]);
  });

  it.each([null, undefined, 'DECLINED', {}, new Error('no')])('is not %p', (value: unknown) => {
    expect([value instanceof CommandRefused, value instanceof OfNest]).toEqual([false, false]);
  });
});
