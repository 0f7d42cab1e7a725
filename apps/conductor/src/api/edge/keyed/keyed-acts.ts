import { setTimeout as delay } from 'node:timers/promises';
import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import { operatorStores } from '#persistence';
import { StoreContentionError } from '#ports';
import { type ActConfig, actOf } from '../access/act-config.js';
import { isReadTrouble } from '../after-commit.js';
import { ApiError } from '../api-error.js';
import { fingerprintOfAct, idempotencyKeyOf, isDryRun } from '../request-parts.js';

type KeyedAct = operatorStores.KeyedAct;

/** Whoever did it has committed, and answers within moments, unless its process died. */
const ANSWER_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 50;

interface KeyedCall {
  readonly key: string;
  readonly fingerprint: string;
  readonly act: ActConfig;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Carries the act out, or refuses it. */
  readonly handle: () => Promise<unknown>;
}

/**
 * Does an act once for an `Idempotency-Key`: the same call again is answered as the first one was,
 * another one is refused. Whether it was done is known by its record in the audit log, which has
 * the key and is written in the transaction of the act; so it is once on all replicas together, and
 * also when a process dies before it answers.
 */
@Injectable()
export class KeyedActs implements NestInterceptor {
  constructor(
    @Inject(operatorStores.ActAnswers) private readonly answers: operatorStores.ActAnswers,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const act = actOf(request);
    if (act === null) return next.handle();
    return defer(async () => {
      const key = idempotencyKeyOf(request);
      const handle = () => lastValueFrom(next.handle(), { defaultValue: undefined });
      if (key === null || isDryRun(request)) return handle();
      const fingerprint = fingerprintOfAct(request);
      return this.once({ key, fingerprint, act, request, reply, handle });
    });
  }

  private async once(call: KeyedCall): Promise<unknown> {
    const known = await this.answers.find(call.key);
    if (known !== null) return this.again(call, known);
    let result: unknown;
    try {
      result = await call.handle();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // another call under this key may have been faster; why this one was refused is known anyway
      const faster = await this.answers.find(call.key).catch(() => null);
      if (faster === null) throw error;
      return this.again(call, faster);
    }
    return this.keep(call, result);
  }

  /** Of a call that changed nothing only this tells that its key is taken. */
  private async keep(call: KeyedCall, result: unknown): Promise<unknown> {
    const { key, fingerprint, act, reply } = call;
    if (act.answer !== 'kept') return result;
    const location = reply.getHeader('location');
    const answer = {
      status: reply.statusCode,
      location: typeof location === 'string' ? location : null,
      body: JSON.stringify(result),
    };
    try {
      if (await this.answers.keep(key, fingerprint, answer)) return result;
      const known = await this.answers.find(key);
      if (known === null) return result;
      const isOther = known.fingerprint !== fingerprint;
      return isOther || known.answer !== null ? await this.again(call, known) : result;
    } catch (error) {
      // what was done was done, whether its answer is kept or not
      if (isReadTrouble(error)) return result;
      throw error;
    }
  }

  /** @throws ApiError IDEMPOTENCY_KEY_REUSED, ACT_DONE */
  private async again(call: KeyedCall, known: KeyedAct): Promise<unknown> {
    if (known.fingerprint !== call.fingerprint) {
      const at = known.at.toISOString();
      const detail = `Something else was done under it at ${at}: use a new key.`;
      throw new ApiError('IDEMPOTENCY_KEY_REUSED', detail);
    }
    const { answer } = call.act.answer === 'kept' ? await this.answered(call.key, known) : known;
    if (answer !== null && answer.body !== null) return give(answer, call.reply);
    if (call.act.answer === 'secret')
      throw done(known, 'Its answer had a secret, which is shown once.');
    call.request.isRepeated = true;
    let result: unknown;
    try {
      result = await call.handle();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      throw done(known, 'Its answer is not known: look at what it was about.');
    }
    return answer === null ? this.keep(call, result) : result;
  }

  /** Waits for the answer of a call that is under way. */
  private async answered(key: string, known: KeyedAct): Promise<KeyedAct> {
    let latest = known;
    while (latest.answer === null && latest.ageMs < ANSWER_WITHIN_MS) {
      await delay(LOOK_EVERY_MS);
      latest = (await this.answers.find(key)) ?? latest;
    }
    return latest;
  }
}

function give({ status, location, body }: operatorStores.ActAnswer, reply: FastifyReply): unknown {
  // nothing was made now
  void reply.code(status === 201 ? 200 : status);
  if (location !== null) void reply.header('location', location);
  return JSON.parse(body ?? 'null') as unknown;
}

/** By a rule, or because somebody else did it at the same time: nothing was done. */
function isRefusal(error: unknown): boolean {
  return error instanceof StoreContentionError || (error instanceof ApiError && error.status < 500);
}

function done({ at }: KeyedAct, why: string): ApiError {
  return new ApiError('ACT_DONE', `It was done under this key at ${at.toISOString()}. ${why}`);
}
