import type { ReplyOutcome } from '#engine';
import { inboxContract } from '#testing-internal';
import { UNDONE, VirtualInbox } from './virtual-inbox.js';

let keys = 0;
const shared = new VirtualInbox();
const effects = new Map<string, ('done' | 'undone')[]>();
const no = { code: 'NO', message: 'no' };

inboxContract('in virtual time', () => ({
  newKey: () => `key-${keys++}`,
  send: async (direction, key, ends) => {
    const ownEffects = effects.get(key) ?? [];
    effects.set(key, ownEffects);
    return shared.answer(direction, key, (): ReplyOutcome => {
      if (ends !== 'succeeded') return { type: ends, error: no };
      ownEffects.push(direction === 'execute' ? 'done' : 'undone');
      return direction === 'execute' ? { type: 'succeeded', output: { at: effects.size } } : UNDONE;
    });
  },
  effectsOf: async (key) => effects.get(key) ?? [],
}));

it('keeps nothing of silence: whoever gets no answer may ask again', () => {
  const inbox = new VirtualInbox();
  const isSilent = () => null;
  expect(inbox.answer('execute', 'silent', isSilent)).toBeNull();
  expect(inbox.knows('silent')).toBe(false);
  inbox.answer('execute', 'silent', () => ({ type: 'succeeded', output: 1 }));
  expect(inbox.answer('compensate', 'silent', isSilent)).toBeNull();
  expect(inbox.applied).toEqual(['silent']);
});
