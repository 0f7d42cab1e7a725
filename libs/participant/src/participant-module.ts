import {
  Catch,
  Inject,
  Injectable,
  Module,
  Optional,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  type RpcExceptionFilter,
} from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, HttpAdapterHost } from '@nestjs/core';
import { tap, throwError, type Observable } from 'rxjs';
import { fateOf, pipelines } from './handlers/pipeline-fate.js';

/**
 * Nest's own filter replaces an error by "Internal server error". This one does not.
 */
@Catch()
class PassErrorsOn implements RpcExceptionFilter<unknown> {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * Records an error before the service's filters convert it: a filter that returns a value would
 * turn an error into a success.
 */
@Injectable()
class NoteFate implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const rpcContext = context.switchToRpc().getContext<unknown>();
    const isObject = typeof rpcContext === 'object' && rpcContext !== null;
    const fate = isObject ? fateOf(rpcContext) : undefined;
    if (!fate) return next.handle();
    fate.hasBegun = true;
    return next.handle().pipe(
      tap({
        error: (error: unknown) => (fate.failure = { error }),
        complete: () => (fate.hasSucceeded = true),
      }),
    );
  }
}

/**
 * Import it once, in the service's root module. Without it the ParticipantServer still works, but
 * cannot tell a failed validation (refused) from any other error, or see the error behind a
 * filter's answer.
 */
@Module({
  providers: [
    { provide: APP_FILTER, useClass: PassErrorsOn },
    { provide: APP_INTERCEPTOR, useClass: NoteFate },
  ],
})
export class ParticipantModule {
  constructor(@Optional() @Inject(HttpAdapterHost) host?: HttpAdapterHost) {
    if (!host?.httpAdapter) pipelines.areSurelyWatched = true;
  }
}
