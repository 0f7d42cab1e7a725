import { participantQueue } from '#bus';
import { type JsonValue } from '#protocol';
import { type ReplyOutcome } from '#contracts';
import { eventually } from '#testing-internal';
import {
  Catch,
  Controller,
  Injectable,
  Module,
  ParseIntPipe,
  UseFilters,
  UseGuards,
  UsePipes,
  type CanActivate,
  type RpcExceptionFilter,
} from '@nestjs/common';
import { Ctx, MessagePattern, Payload, RmqContext, RpcException } from '@nestjs/microservices';
import type { Message } from 'amqplib';
import { EMPTY, of, throwError } from 'rxjs';
import { v7 } from 'uuid';
import { PlainConductor } from './plain-conductor.fixture.js';
import { startPlainService } from './plain-nest-service.fixture.js';

/*
 * An ordinary NestJS microservice, with no library of ours, takes part: what WRITING-A-PARTICIPANT
 * says of it.
 */

@Injectable()
class NoEntry implements CanActivate {
  canActivate() {
    return false;
  }
}

@Catch()
class TextFilter implements RpcExceptionFilter<Error> {
  catch(error: Error) {
    return throwError(() => error.message);
  }
}

@Controller()
class PlainHandlers {
  @MessagePattern('payment.authorize')
  authorize(@Payload() input: { readonly amount: number }, @Ctx() context: RmqContext) {
    if (input.amount > 100) {
      throw new RpcException({ refused: true, code: 'LIMIT_EXCEEDED', message: 'too much' });
    }
    if (input.amount < 0) throw new RpcException({ code: 'BUSY', message: 'try again' });
    const { headers } = (context.getMessage() as Message).properties;
    return { authorized: input.amount, key: headers?.['idempotency-key'] as string };
  }

  @MessagePattern('payment.void')
  void() {
    return { result: 'nothing-to-undo' };
  }

  @MessagePattern('payment.break')
  break() {
    throw new Error('a secret');
  }

  @UseGuards(NoEntry)
  @MessagePattern('payment.guarded')
  guarded() {}

  @UsePipes(new ParseIntPipe())
  @MessagePattern('payment.piped')
  piped(@Payload() input: unknown) {
    return input;
  }

  @UseFilters(TextFilter)
  @MessagePattern('payment.filtered')
  filtered() {
    const reasons = ['::1', '127.0.0.1'].map((host) => new Error(`${host} is not there`));
    // Its own message is empty.
    throw new AggregateError(reasons);
  }

  @MessagePattern('payment.empty')
  empty() {
    return EMPTY;
  }

  @MessagePattern('payment.several')
  several() {
    return of(1, 2);
  }
}

@Module({ controllers: [PlainHandlers] })
class PlainModule {}

const sagaId = v7();
let conductor: PlainConductor;
let queue: string;
let service: Awaited<ReturnType<typeof startPlainService>>;

beforeAll(async () => {
  conductor = await PlainConductor.open('payment');
  queue = participantQueue(conductor.prefix, 'payment');
  service = await startPlainService(PlainModule, queue);
});

afterAll(async () => {
  await service?.close();
  await conductor?.close();
});

it.each<[string, string, JsonValue, ReplyOutcome]>([
  [
    'succeeds with what its handler returns, and reads its headers',
    'payment.authorize',
    { amount: 10 },
    { type: 'succeeded', output: { authorized: 10, key: `${sagaId}/authorize/0` } },
  ],
  [
    'refuses with an RpcException that says refused',
    'payment.authorize',
    { amount: 500 },
    { type: 'refused', error: { code: 'LIMIT_EXCEEDED', message: 'too much' } },
  ],
  [
    'errs with any other RpcException',
    'payment.authorize',
    { amount: -1 },
    { type: 'errored', error: { code: 'BUSY', message: 'try again' }, isFinalIfListed: true },
  ],
  [
    'errs without a code, and tells nothing, when its handler breaks',
    'payment.break',
    {},
    {
      type: 'errored',
      error: { code: 'ERROR', message: 'Internal server error' },
      isFinalIfListed: true,
    },
  ],
  [
    'answers a compensation',
    'payment.void',
    {},
    { type: 'succeeded', output: { result: 'nothing-to-undo' } },
  ],
  [
    'errs when it has no handler',
    'payment.missing',
    {},
    {
      type: 'errored',
      error: { code: 'ERROR', message: expect.stringContaining('no matching message handler') },
      isFinalIfListed: true,
    },
  ],
])('a plain NestJS service %s', async (_, command, data, expected) => {
  const step = command.replace('payment.', '');
  expect(await conductor.send({ command, data, sagaId, step })).toEqual(expected);
});

const erroredWith = (message: string) => ({
  type: 'errored',
  error: { code: 'ERROR', message },
  isFinalIfListed: true,
});

it.each<[string, string, unknown]>([
  ['errs when a guard lets nobody in', 'payment.guarded', erroredWith('Forbidden resource')],
  ['errs when a pipe throws', 'payment.piped', erroredWith('Internal server error')],
  [
    'errs when a filter tells an empty text',
    'payment.filtered',
    erroredWith('no reason was given'),
  ],
  ['succeeds with nothing', 'payment.empty', { type: 'succeeded', output: null }],
  ['succeeds with the last of several', 'payment.several', { type: 'succeeded', output: 2 }],
])('a plain NestJS service %s, more often than its prefetch', async (_, command, expected) => {
  const step = command.replace('payment.', '');
  // One more than it may have unacknowledged.
  for (let time = 0; time < 17; time++) {
    const answer = await conductor.send({ command, data: 'x', sagaId: v7(), step });
    expect(answer).toEqual(expected);
  }
});

it('a plain NestJS service leaves nothing in its queue', async () => {
  await service.close();
  // the broker counts for a moment what has gone already
  const left = await eventually(
    () => conductor.bus.inspect(queue),
    ({ ready, consumers }) => ready + consumers === 0,
  );
  expect(left).toEqual({ ready: 0, consumers: 0 });
});
