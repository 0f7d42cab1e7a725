import { newStep } from '#testing-duties';
import { eventually } from '#testing-internal';
import {
  Controller,
  Injectable,
  Module,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type CanActivate,
  type NestInterceptor,
  type PipeTransform,
} from '@nestjs/common';
import { Ctx, MessagePattern } from '@nestjs/microservices';
import { NEVER, Observable } from 'rxjs';
import type { CommandContext } from '../handlers/command-context.js';
import { ParticipantModule } from '../participant-module.js';
import { ParticipantServer } from '../participant-server.js';
import { Bench } from './participant.fixture.js';
import { insert, untilNoTransactionIsOpen } from './transactions.fixture.js';

/* A handler that does not end loses its slot, and everybody can see it. */

const never = () => new Promise<never>(() => {});
/** Whoever holds it lets a handler go on that was given up. */
const released: { goOn: () => void } = { goOn: () => {} };
let lateStatement: Promise<unknown> | undefined;
let unsubscribed = 0;

@Injectable()
class EndlessGuard implements CanActivate {
  canActivate = never;
}

@Injectable()
class EndlessInterceptor implements NestInterceptor {
  intercept = never;
}

@Injectable()
class EndlessPipe implements PipeTransform {
  transform = never;
}

@Controller()
class EndlessHandlers {
  @MessagePattern('payment.hang')
  hang() {
    return never();
  }

  @MessagePattern('payment.stream')
  stream() {
    return new Observable(() => () => void unsubscribed++);
  }

  @MessagePattern('payment.silence')
  silence() {
    return NEVER;
  }

  @UseGuards(EndlessGuard)
  @MessagePattern('payment.guarded')
  guarded() {}

  @UseInterceptors(EndlessInterceptor)
  @MessagePattern('payment.intercepted')
  intercepted() {}

  @UsePipes(EndlessPipe)
  @MessagePattern('payment.piped')
  piped(@Ctx() _context: CommandContext) {}

  @MessagePattern('payment.write')
  async write(@Ctx() { manager, idempotencyKey }: CommandContext) {
    await insert(manager, idempotencyKey, 'early');
    await new Promise<void>((resolve) => (released.goOn = resolve));
    lateStatement = insert(manager, idempotencyKey, 'late');
    await lateStatement.catch(() => null);
  }

  @MessagePattern('payment.sleep')
  async sleep(@Ctx() { manager, idempotencyKey }: CommandContext) {
    await insert(manager, idempotencyKey, 'early');
    await manager.query('select pg_sleep(2)');
  }

  @MessagePattern('payment.nest')
  async nest(@Ctx() { manager, idempotencyKey }: CommandContext) {
    await manager.transaction(async (inner) => {
      await insert(inner, idempotencyKey, 'early');
      await never();
    });
  }

  @MessagePattern('payment.fine')
  fine() {
    return { isFine: true };
  }
}

@Module({ imports: [ParticipantModule], controllers: [EndlessHandlers] })
class EndlessModule {}

const TIMED_OUT = { type: 'errored', error: { code: 'HANDLER_TIMED_OUT' } };

let bench: Bench;
let server: ParticipantServer;

beforeAll(async () => {
  bench = await Bench.open();
  ({ server } = await bench.start(EndlessModule, { handlerTimeoutMs: 150, concurrency: 2 }));
});

afterAll(async () => {
  await bench?.close();
});

it.each([
  'payment.hang',
  'payment.stream',
  'payment.silence',
  'payment.guarded',
  'payment.intercepted',
  'payment.piped',
  'payment.write',
  'payment.sleep',
  'payment.nest',
])('%s is errored, and the others go on', async (command) => {
  const steps = [newStep(), newStep(), newStep()];
  const endless = steps.map(({ action }) => bench.conductor.send({ ...action, command }));
  const fine = bench.conductor.send({ ...newStep().action, command: 'payment.fine' });
  for (const answer of await Promise.all(endless)) expect(answer).toMatchObject(TIMED_OUT);
  expect(await fine).toEqual({ type: 'succeeded', output: { isFine: true } });
  expect(bench.log.said(`the handler of ${command} does not end: given up`)).toBe(true);
  for (const { key } of steps) {
    expect(await bench.effectsOf(key)).toEqual([]);
    expect(await bench.inboxRow(key)).toBeUndefined();
  }
  await untilNoTransactionIsOpen(bench);
});

it('what it does later is refused, and its end is noticed', async () => {
  const step = newStep();
  const before = server.health();
  await bench.conductor.send({ ...step.action, command: 'payment.write' });
  const { handlersGivenUp, handlersStillRunning } = server.health();
  expect(handlersGivenUp).toBe(before.handlersGivenUp + 1);
  expect(handlersStillRunning).toBeGreaterThan(0);

  released.goOn();
  await eventually(
    () => bench.log.said('the handler of payment.write that was given up has ended'),
    (said) => said,
  );

  await expect(lateStatement).rejects.toMatchObject({
    driverError: { code: 'STATEMENT_TOO_LATE' },
  });
  expect(await bench.effectsOf(step.key)).toEqual([]);
});

it('a stream that does not end is no longer listened to', async () => {
  const before = unsubscribed;
  await bench.conductor.send({ ...newStep().action, command: 'payment.stream' });
  expect(unsubscribed).toBe(before + 1);
});
