import { newStep } from '#testing-duties';
import { eventually } from '#testing-internal';
import { conductorNames, participantQueue } from '#bus';
import { type JsonObject } from '#protocol';
import { type ReplyOutcome } from '#contracts';
import {
  BadGatewayException,
  Controller,
  Injectable,
  Module,
  UseGuards,
  UseInterceptors,
  UsePipes,
  ValidationPipe,
  type CanActivate,
  type ExecutionContext,
  type NestInterceptor,
  type CallHandler,
} from '@nestjs/common';
import { Ctx, MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import { IsNumber } from 'class-validator';
import { map, of } from 'rxjs';
import type { CommandContext } from '../handlers/command-context.js';
import { ParticipantModule } from '../participant-module.js';
import { Bench } from './participant.fixture.js';
import { fails, PaymentModule, plansOf } from './payment.fixture.js';

class Amount {
  @IsNumber()
  amount!: number;
}

@Injectable()
class NoStrangers implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.switchToRpc().getData<JsonObject>()['stranger'] !== true;
  }
}

@Injectable()
class Stamp implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    const { step } = context.switchToRpc().getContext<CommandContext>();
    return next.handle().pipe(map((output: object) => ({ ...output, stampedFor: step })));
  }
}

@Controller()
class NestHandlers {
  @UsePipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }))
  @MessagePattern('payment.validate')
  validate(@Payload() input: Amount, @Ctx() context: CommandContext) {
    return { isAmount: input instanceof Amount, attempt: context.attempt };
  }

  @UseGuards(NoStrangers)
  @UseInterceptors(Stamp)
  @MessagePattern('payment.guard')
  guard() {
    return of({ step: 1 }, { step: 2 });
  }

  @MessagePattern('payment.say-nothing')
  sayNothing() {}

  @MessagePattern('payment.say-too-much')
  sayTooMuch() {
    return { text: 'x'.repeat(1024 * 1024) };
  }

  @MessagePattern('payment.lose')
  lose(@Payload() { what }: { readonly what: 'nan' | 'map' | 'bigint' | 'function' }) {
    return { lost: LOST[what] };
  }

  @MessagePattern('payment.tell')
  tell(@Payload() input: JsonObject, @Ctx() context: CommandContext) {
    const { manager, fencingTokens: _tokens, checkFencingToken: _check, ...facts } = context;
    return { input, isInTransaction: manager.queryRunner?.isTransactionActive, facts };
  }
}

/** Of which JSON would make something else. */
const LOST = { nan: NaN, map: new Map([['a', 1]]), bigint: 5n, function: () => 1 };

@Module({ imports: [ParticipantModule], controllers: [NestHandlers] })
class NestModule {}

const errored = (code: string, message: unknown = expect.any(String)) => ({
  type: 'errored',
  error: { code, message },
});

describe('A handler', () => {
  let bench: Bench;
  const send = (command: string, data: JsonObject = {}, facts = {}): Promise<ReplyOutcome> =>
    bench.conductor.send({ ...newStep().action, command, data, ...facts });

  beforeAll(async () => {
    bench = await Bench.open();
    await bench.start(NestModule);
  });

  afterAll(async () => {
    await bench?.close();
  });

  it('gets the command’s data, its facts and the transaction', async () => {
    const { sagaId } = newStep();
    const dueAt = Date.now() + 5_000;
    const answer = await send('payment.tell', { a: 1 }, { sagaId, attempt: 3, dueAt });
    expect(answer).toEqual({
      type: 'succeeded',
      output: {
        input: { a: 1 },
        isInTransaction: true,
        facts: {
          command: 'payment.tell',
          direction: 'execute',
          idempotencyKey: `${sagaId}/authorizePayment/0`,
          sagaId,
          definition: 'order-fulfilment@1',
          step: 'authorizePayment',
          iteration: 0,
          attempt: 3,
          deadlineAt: new Date(dueAt).toISOString(),
        },
      },
    });
  });

  it('has its input validated by pipes, which leave the context alone', async () => {
    const answer = await send('payment.validate', { amount: 10 });
    expect(answer).toEqual({ type: 'succeeded', output: { isAmount: true, attempt: 1 } });
  });

  it('refuses input that pipes refuse, and stays with it', async () => {
    const step = newStep({ amount: 'ten', other: 1 });
    const answer = await bench.conductor.send({ ...step.action, command: 'payment.validate' });
    expect(answer).toMatchObject({ type: 'refused', error: { code: 'INVALID_INPUT' } });
    expect(answer).toMatchObject({ error: { message: expect.stringContaining('amount must be') } });
    expect(await bench.inboxRow(step.key)).toMatchObject({ outcome: 'refused' });
  });

  it('is guarded and intercepted, and of a stream the last value counts', async () => {
    const answer = await send('payment.guard');
    const output = { step: 2, stampedFor: 'authorizePayment' };
    expect(answer).toEqual({ type: 'succeeded', output });
    expect(await send('payment.guard', { stranger: true })).toEqual(
      errored('INTERNAL_ERROR', 'Forbidden resource'),
    );
  });

  it('that gives nothing has succeeded with an empty output', async () => {
    expect(await send('payment.say-nothing')).toEqual({ type: 'succeeded', output: {} });
  });

  it('whose output the conductor would set aside has errored, with no effect', async () => {
    expect(await send('payment.say-too-much')).toEqual(errored('OUTPUT_UNUSABLE'));
  });

  it.each(['nan', 'map', 'bigint', 'function'])(
    'whose output JSON would lose has errored, with no effect: %s',
    async (what) => {
      const step = newStep({ what });
      const answer = await bench.conductor.send({ ...step.action, command: 'payment.lose' });
      expect(answer).toEqual(errored('OUTPUT_UNUSABLE'));
      expect(await bench.inboxRow(step.key)).toBeUndefined();
    },
  );

  it.each(['execute', 'compensate', 'inquire'] as const)(
    'that is not there makes its command errored: %s',
    async (direction) => {
      const answer = await send('payment.missing', {}, { direction });
      expect(answer).toEqual(errored('UNKNOWN_COMMAND'));
    },
  );
});

describe('What a handler throws', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await Bench.open();
    await bench.start(PaymentModule);
  });

  afterAll(async () => {
    await bench?.close();
  });

  class ProviderDownError extends Error {
    readonly code = 'PROVIDER_DOWN';
  }

  it.each([
    [
      'an RpcException: errored, as it says',
      new RpcException({ code: 'BUSY', message: 'in use' }),
      errored('BUSY', 'in use'),
    ],
    [
      'an RpcException that refuses: refused',
      new RpcException({ refused: true, code: 'NO_FUNDS', message: 'empty' }),
      { type: 'refused', error: { code: 'NO_FUNDS', message: 'empty' } },
    ],
    [
      'an RpcException of text: errored',
      new RpcException('later'),
      errored('INTERNAL_ERROR', 'later'),
    ],
    [
      'an error with a stable code: errored, no more',
      new ProviderDownError('pw'),
      errored('PROVIDER_DOWN'),
    ],
    ['any other error: errored', new Error('password is 1234'), errored('INTERNAL_ERROR')],
    ['any other HTTP exception: errored', new BadGatewayException(), errored('INTERNAL_ERROR')],
  ])('%s', async (_, error, expected) => {
    const { action, key } = newStep();
    plansOf.set(key, [fails.with(error)]);
    const answer = await bench.conductor.send(action);
    expect(answer).toEqual(expected);
    expect(JSON.stringify(answer)).not.toContain('1234');
    expect(await bench.effectsOf(key)).toEqual([]);
  });

  it('a failed statement: errored, and nothing of the database is told', async () => {
    const { action, key } = newStep();
    plansOf.set(key, [(manager) => manager.query('select 1 from no_such_table')]);
    const answer = await bench.conductor.send(action);
    expect(answer).toEqual(errored('INTERNAL_ERROR'));
    expect(JSON.stringify(answer)).not.toContain('no_such_table');
  });

  it('a failed statement that it hides: errored, for nothing can be stored any more', async () => {
    const { action, key } = newStep();
    plansOf.set(key, [(manager) => manager.query('select 1 / 0').catch(() => null)]);
    expect(await bench.conductor.send(action)).toEqual(errored('TRANSACTION_ABORTED'));
    expect(await bench.effectsOf(key)).toEqual([]);
    expect(await bench.inboxRow(key)).toBeUndefined();
  });

  it('NoReply: no answer, no effect, and the command is gone', async () => {
    const { action, key } = newStep();
    plansOf.set(key, [fails.silently]);
    const silent = await bench.conductor.publish(action);
    const next = await bench.conductor.send({ ...action, attempt: 2 });
    expect(next).toMatchObject({ type: 'succeeded' });
    expect(await bench.effectsOf(key)).toEqual(['authorized']);
    await eventually(
      () => bench.log.said('the handler asked for no reply'),
      (said) => said,
    );
    const answers = bench.conductor.replies.map(({ messageId }) => messageId);
    expect(answers).not.toContain(`${silent}.reply`);
    expect(await bench.commandsLeft()).toBe(0);
  });
});

describe('A malformed command', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await Bench.open();
    await bench.start(PaymentModule);
  });

  afterAll(async () => {
    await bench?.close();
  });

  const put = async (body: string, properties: object) => {
    const routingKey = participantQueue(bench.prefix, 'payment');
    await bench.conductorBus.publish([
      { exchange: '', routingKey, body: Buffer.from(body), properties },
    ]);
  };

  it('is answered when it says where to', async () => {
    const { repliesQueue } = conductorNames(bench.prefix);
    const properties = { messageId: 'm1', correlationId: 'c', replyTo: repliesQueue, headers: {} };
    await put('{"pattern":"payment.authorize","data":{}}', properties);
    // The test's conductor did not sign it, and so cannot read on.
    expect(await bench.conductor.answerTo('m1')).toMatchObject({ error: { code: 'UNREADABLE' } });
    expect(bench.log.said('malformed command')).toBe(true);
  });

  it('is set aside when nobody can be told, and does not block those behind it', async () => {
    await put('not even JSON', { headers: {} });
    expect(await bench.conductor.send(newStep().action)).toMatchObject({ type: 'succeeded' });
    const { deadQueue } = conductorNames(bench.prefix);
    await eventually(
      () => bench.conductorBus.inspect(deadQueue),
      ({ ready }) => ready === 1,
    );
    expect(await bench.commandsLeft()).toBe(0);
  });
});
