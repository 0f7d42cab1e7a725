import { handlerLimitMs } from './handler-limit.js';

const limit = (timeoutMs: number | null, handlerTimeoutMs = 60_000) =>
  handlerLimitMs(
    { issuedAt: 1_000, deadlineAt: timeoutMs === null ? null : 1_000 + timeoutMs },
    handlerTimeoutMs,
  );

it('a handler has twice the timeout of its step', () => {
  expect(limit(20_000)).toBe(40_000);
});

it('but never less than ten seconds', () => {
  expect(limit(50)).toBe(10_000);
});

it('and never more than the service allows', () => {
  expect(limit(3_600_000)).toBe(60_000);
  expect(limit(5_000, 3_000)).toBe(3_000);
});

it('a command that tells no deadline has what the service allows', () => {
  expect(limit(null)).toBe(60_000);
});

it('so has one whose deadline had passed when it left, after an outage', () => {
  expect(limit(0)).toBe(60_000);
  expect(limit(-300_000)).toBe(60_000);
});
