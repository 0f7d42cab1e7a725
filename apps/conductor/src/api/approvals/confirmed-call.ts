import { request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import type { operatorStores } from '#persistence';
import { isObject, type JsonObject, type JsonValue } from '#protocol';
import type { Identity } from '../edge/access/identity.js';
import type { OwnCalls } from '../edge/access/own-calls.js';
import { ApiError, type ProblemExtras } from '../edge/api-error.js';
import { PROBLEMS, type ProblemCode } from '../edge/problems.js';

/** What came of the call. */
export interface CallAnswer {
  readonly body: JsonValue;
  /** null: it was done. */
  readonly refusal: ApiError | null;
  /** It may have been done all the same. */
  readonly inDoubt: boolean;
}

/** Longer than any call that can be confirmed may take. */
const CALL_MAX_MS = 65_000;

/**
 * Makes the call that was asked for to this server itself, on the path of every other call: the
 * same hooks, checks, handler and records, as the one who asked.
 */
export class ConfirmedCall {
  constructor(
    /** It listens. */
    private readonly server: () => Pick<Server, 'address'>,
    private readonly ownCalls: OwnCalls,
  ) {}

  async make(
    { method, path, body, previewHash, via }: operatorStores.ClaimedApproval,
    as: { readonly identity: Identity; readonly host: string },
  ): Promise<CallAnswer> {
    const { authorization, cancel } = this.ownCalls.authorize(as.identity);
    const parsed = body === null ? null : (JSON.parse(body) as JsonValue);
    const payload = previewHash === null || !isObject(parsed) ? parsed : { ...parsed, previewHash };
    const headers = {
      ...{ authorization, host: as.host, connection: 'close' },
      ...(payload === null ? {} : { 'content-type': 'application/json' }),
      ...(via === 'api' ? {} : { 'conductor-client': via }),
    };
    try {
      const answer = await this.send({ method, path, headers }, payload);
      return toAnswer(answer.status, answer.text);
    } catch (error) {
      const detail = 'It is not known whether it was done: look at the approval in a moment.';
      const refusal = new ApiError('STORE_UNAVAILABLE', detail, {}, { cause: error });
      return { body: null, refusal, inDoubt: true };
    } finally {
      cancel();
    }
  }

  private async send(
    head: { readonly method: string; readonly path: string; readonly headers: object },
    payload: JsonValue,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const { port, address } = this.server().address() as AddressInfo;
    const signal = AbortSignal.timeout(CALL_MAX_MS);
    const sent = request({
      ...{ method: head.method, path: head.path, headers: { ...head.headers } },
      ...{ host: LOOPBACK_OF_ALL[address] ?? address, port, agent: false, signal },
    });
    return new Promise((resolve, reject) => {
      sent.once('error', reject);
      sent.once('response', (response) => {
        readText(response).then(
          (text) => resolve({ status: response.statusCode ?? 0, text }),
          reject,
        );
      });
      sent.end(payload === null ? undefined : JSON.stringify(payload));
    });
  }
}

/** Where a server that listens on all addresses can be reached from here. */
const LOOPBACK_OF_ALL: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

function toAnswer(status: number, text: string): CallAnswer {
  const body = text === '' ? null : (JSON.parse(text) as JsonValue);
  if (status < 400) return { body, refusal: null, inDoubt: false };
  return { body, refusal: toError(isObject(body) ? body : {}), inDoubt: status >= 500 };
}

function toError({ code, detail, errors, current, preview }: JsonObject): ApiError {
  const known = typeof code === 'string' && code in PROBLEMS ? (code as ProblemCode) : 'INTERNAL';
  const extras = { errors, current, preview };
  const given = Object.entries(extras).filter(([, value]) => value !== undefined);
  return new ApiError(known, String(detail), Object.fromEntries(given) as ProblemExtras);
}
