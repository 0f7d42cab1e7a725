import { refusalMessage, refusedAtMs } from './refusal.js';

it('the instant of a refusal can be read from its message', () => {
  expect(refusedAtMs(refusalMessage(1_764_400_000_123))).toBe(1_764_400_000_123);
});

it.each([undefined, '', 'none left', 'refused at noon'])('%p tells no instant', (message) => {
  expect(refusedAtMs(message)).toBeNull();
});
