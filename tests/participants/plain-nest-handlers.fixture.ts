import {
  Catch,
  Controller,
  Inject,
  Injectable,
  Module,
  ParseIntPipe,
  Scope,
  UseFilters,
  UseGuards,
  UsePipes,
  ValidationPipe,
  type CanActivate,
  type RpcExceptionFilter,
} from '@nestjs/common';
import { Ctx, MessagePattern, Payload, RmqContext, RpcException } from '@nestjs/microservices';
import type { Message } from 'amqplib';
import { IsNumber } from 'class-validator';
import { EMPTY, of, throwError } from 'rxjs';

/* An ordinary NestJS service, and all the ways in which a command can fail in it. */

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

@Catch()
class ThrowingFilter implements RpcExceptionFilter<Error> {
  catch(): never {
    throw new Error('a secret of the filter');
  }
}

@Injectable()
class ThrowingGuard implements CanActivate {
  canActivate(): never {
    throw new Error('a secret of the guard');
  }
}

/** Made for each command, and it cannot be. */
@Injectable({ scope: Scope.REQUEST })
class Unmakeable {
  constructor() {
    throw new Error('a secret of a constructor');
  }
}

@Controller()
class UnmakeableHandlers {
  constructor(@Inject(Unmakeable) readonly unmakeable: Unmakeable) {}

  @MessagePattern('payment.unmade')
  unmade() {}
}

const validation = new ValidationPipe({
  exceptionFactory: (errors) => {
    const message = errors.map(({ property }) => property).join(', ');
    return new RpcException({ refused: true, code: 'INVALID_INPUT', message });
  },
});

class Amount {
  @IsNumber()
  amount!: number;
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

  @UseGuards(ThrowingGuard)
  @MessagePattern('payment.guard-throws')
  guardThrows() {}

  @UseFilters(ThrowingFilter)
  @UsePipes(new ParseIntPipe())
  @MessagePattern('payment.filter-throws')
  filterThrows(@Payload() input: unknown) {
    return input;
  }

  @MessagePattern('payment.validated')
  validated(@Payload(validation) input: Amount) {
    return input.amount;
  }

  @MessagePattern('payment.unwritable')
  unwritable() {
    return 10n;
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

@Module({ controllers: [PlainHandlers, UnmakeableHandlers], providers: [Unmakeable] })
export class PlainModule {}
