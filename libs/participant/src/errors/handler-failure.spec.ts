import { failureOf } from '#duties';
import { isHiddenByNest } from './hidden-error.js';
import { BadRequestException, ForbiddenException } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { CommandRefused, NoReply, TryAgainLater } from './handler-errors.js';

it('a refusal says its code and its message', () => {
  expect(failureOf(new CommandRefused('CARD_DECLINED', 'no'))).toEqual({
    type: 'refused',
    error: { code: 'CARD_DECLINED', message: 'no' },
  });
});

it('a wish to try again may name a time', () => {
  const error = { code: 'BUSY', message: 'later' };
  expect(failureOf(new TryAgainLater('BUSY', 'later'))).toEqual({ type: 'errored', error });
  expect(failureOf(new TryAgainLater('BUSY', 'later', { retryAfterMs: 5 }))).toEqual({
    type: 'errored',
    error,
    retryAfterMs: 5,
  });
});

it('silence is kept', () => {
  expect(failureOf(new NoReply())).toEqual({ type: 'no-reply' });
});

it('what Nest has made of our errors without ParticipantModule means the same', () => {
  const { error } = new CommandRefused('CARD_DECLINED', 'no') as unknown as { error: object };
  expect(failureOf(error)).toMatchObject({ type: 'refused' });
  expect(isHiddenByNest({ status: 'error', message: 'Internal server error' })).toBe(true);
});

it('a failed validation is refused with its sentences', () => {
  const thrown = new BadRequestException(['amount must be a number', 'card is too long']);
  expect(failureOf(thrown)).toEqual({
    type: 'refused',
    error: { code: 'INVALID_INPUT', message: 'amount must be a number; card is too long' },
  });
});

it('another HTTP exception is unexpected, and not told', () => {
  expect(failureOf(new ForbiddenException('a secret'))).toMatchObject({
    type: 'unexpected',
    error: { code: 'INTERNAL_ERROR', message: expect.not.stringContaining('secret') },
  });
});

it.each([
  ['PROVIDER_DOWN', 'PROVIDER_DOWN'],
  ['23505', 'INTERNAL_ERROR'],
  ['no such word', 'INTERNAL_ERROR'],
  [42, 'INTERNAL_ERROR'],
])('of an error with code %p the conductor is told %s', (code, told) => {
  const thrown = Object.assign(new Error('a secret'), { code });
  expect(failureOf(thrown)).toMatchObject({ type: 'unexpected', error: { code: told } });
});

it('a code that no reply can carry becomes ERROR, and stands in the message', () => {
  expect(failureOf(new CommandRefused('no money', 'the account is empty'))).toEqual({
    type: 'refused',
    error: { code: 'ERROR', message: 'no money: the account is empty' },
  });
  expect(failureOf(new TryAgainLater('x'.repeat(900), 'later'))).toEqual({
    type: 'errored',
    error: { code: 'ERROR', message: `${'x'.repeat(100)}: later` },
  });
});

it('a message becomes what Postgres can keep', () => {
  const thrown = new RpcException({ refused: true, code: 'ö ß', message: 'a\u0000b\ud800' });
  expect(failureOf(thrown)).toEqual({
    type: 'refused',
    error: { code: 'ERROR', message: 'ö ß: a b ' },
  });
});

it.each([undefined, null, 'text', 7])('%p thrown is unexpected', (thrown) => {
  expect(failureOf(thrown)).toMatchObject({ type: 'unexpected' });
});
