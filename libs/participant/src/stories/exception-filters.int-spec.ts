import { newStep } from '#testing-duties';
import type { ReplyOutcome } from '#contracts';
import {
  BadRequestException,
  Catch,
  Controller,
  Injectable,
  Module,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
  type NestInterceptor,
  type PipeTransform,
} from '@nestjs/common';
import { Ctx, MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import { catchError, EMPTY, of, throwError } from 'rxjs';
import type { CommandContext } from '../handlers/command-context.js';
import { CommandRefused, NoReply } from '../errors/handler-errors.js';
import { ParticipantModule } from '../participant-module.js';
import { Bench } from './participant.fixture.js';
import { insert } from './transactions.fixture.js';

/* Whatever an exception filter makes of an error, it does not become a success. */

/** What the filter makes of an error; the tests choose. */
let made: (error: Error) => unknown = () => undefined;

@Catch()
class ChosenFilter implements ExceptionFilter {
  catch(error: Error): unknown {
    return made(error);
  }
}

/** What the handler, or what stands before it, throws. */
let thrown: unknown;
const fail = () => {
  throw thrown;
};

@Injectable()
class FailingGuard implements CanActivate {
  canActivate = fail;
}

@Injectable()
class FailingPipe implements PipeTransform {
  transform = fail;
}

@Injectable()
class FailingInterceptor implements NestInterceptor {
  intercept = fail;
}

@Injectable()
class Rescue implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler) {
    return next.handle().pipe(catchError(() => of({ isRescued: true })));
  }
}

@Controller()
class FilteredHandlers {
  @MessagePattern('payment.fail')
  async failLate(@Payload() _input: object, @Ctx() context: CommandContext) {
    await insert(context.manager, context.idempotencyKey, 'written');
    fail();
  }

  @MessagePattern('payment.stream')
  failInStream() {
    return throwError(() => thrown);
  }

  @UseGuards(FailingGuard)
  @MessagePattern('payment.guarded')
  guarded() {}

  @UsePipes(FailingPipe)
  @MessagePattern('payment.piped')
  piped(@Payload() _input: object) {}

  @UseInterceptors(FailingInterceptor)
  @MessagePattern('payment.intercepted')
  intercepted() {}

  @UseInterceptors(Rescue)
  @MessagePattern('payment.rescued')
  rescued() {
    fail();
  }

  @MessagePattern('payment.fine')
  fine() {
    return { isFine: true };
  }
}

@Module({ imports: [ParticipantModule], controllers: [FilteredHandlers] })
class FilteredModule {}

@UseFilters(ChosenFilter)
@Controller()
class OwnHandlers extends FilteredHandlers {}

@Module({ imports: [ParticipantModule], controllers: [OwnHandlers] })
class LocallyFilteredModule {}

const PLACES = ['fail', 'stream', 'guarded', 'piped', 'intercepted'].map(
  (name) => `payment.${name}`,
);

const MAKINGS: readonly [string, (error: Error) => unknown][] = [
  ['an RpcException', (error) => new RpcException(error.message)],
  ['{ status: "error" }', () => ({ status: 'error' })],
  ['of({})', () => of({})],
  ['EMPTY', () => EMPTY],
  ['nothing', () => undefined],
  ['null', () => null],
  ['the error', (error) => error],
  ['throwError of a text', (error) => throwError(() => error.message)],
  ['throwError of an Error', (error) => throwError(() => new Error(error.message))],
  ['throwError of an RpcException', (error) => throwError(() => new RpcException(error.message))],
  ['throwError of an object', () => throwError(() => ({ status: 'error' }))],
  ['throwError of nothing', () => throwError(() => undefined)],
];

describe.each([
  ['A global filter', FilteredModule, [new ChosenFilter()]],
  ['A filter of a controller', LocallyFilteredModule, []],
])('%s', (_, module, filters) => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await Bench.open();
    await bench.start(module, {}, (app) => app.useGlobalFilters(...filters));
  });

  afterAll(async () => {
    await bench?.close();
  });

  async function send(command: string): Promise<ReplyOutcome & { readonly effects: string[] }> {
    const { action, key } = newStep();
    const outcome = await bench.conductor.send({ ...action, command });
    return { ...outcome, effects: await bench.effectsOf(key) };
  }

  it.each(MAKINGS)(
    'that makes %s of an error: errored, and nothing is written',
    async (_, make) => {
      made = make;
      for (const command of PLACES) {
        thrown = new Error('x');
        expect(await send(command)).toMatchObject({ type: 'errored', effects: [] });
      }
    },
  );

  it.each(MAKINGS)('that makes %s of a refusal: it stays one', async (_, make) => {
    made = make;
    for (const command of PLACES.filter((place) => place !== 'payment.guarded')) {
      thrown = new CommandRefused('SOLD_OUT', 'none');
      const refused = { type: 'refused', error: { code: 'SOLD_OUT' }, effects: [] };
      expect(await send(command)).toMatchObject(refused);
    }
  });

  it('that gives an error a code says so', async () => {
    made = () => throwError(() => new RpcException({ code: 'BUSY', message: 'later' }));
    thrown = new BadRequestException('no');
    expect(await send('payment.fail')).toMatchObject({ type: 'errored', error: { code: 'BUSY' } });
  });

  it('that only repeats what a pipe said leaves a failed validation refused', async () => {
    made = (error) => new RpcException(error.message);
    thrown = new BadRequestException('no');
    const refused = { type: 'refused', error: { code: 'INVALID_INPUT' } };
    expect(await send('payment.piped')).toMatchObject(refused);
  });

  it('does not break silence that was asked for', async () => {
    made = () => ({});
    thrown = new NoReply();
    const { action } = newStep();
    await bench.conductor.publish({ ...action, command: 'payment.fail' });
    expect(await bench.conductor.send({ ...action, command: 'payment.fine' })).toBeDefined();
  });

  it('is not asked when an interceptor answers: a success, as in plain NestJS', async () => {
    thrown = new Error('x');
    expect(await send('payment.rescued')).toMatchObject({
      type: 'succeeded',
      output: { isRescued: true },
    });
  });
});
