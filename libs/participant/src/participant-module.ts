import { Catch, Module, type RpcExceptionFilter } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { throwError, type Observable } from 'rxjs';

/**
 * Nest's own filter replaces what a handler throws by "Internal server error". This one does not.
 */
@Catch()
class PassErrorsOn implements RpcExceptionFilter<unknown> {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * Import it once, in the service's root module. Without it the ParticipantServer still works, but
 * cannot tell a failed validation (refused) or a deadlock (run again) from any other error.
 */
@Module({ providers: [{ provide: APP_FILTER, useClass: PassErrorsOn }] })
export class ParticipantModule {}
