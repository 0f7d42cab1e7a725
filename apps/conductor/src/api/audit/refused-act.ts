import type { FastifyRequest } from 'fastify';
import { FINGERPRINT } from '#failures';
import type { Act } from '#persistence';
import { isObject, type JsonObject, type JsonValue } from '#protocol';
import type { ApiError } from '../edge/api-error.js';
import { actOf } from '../edge/access/act-config.js';
import { isDryRun, isUuid, viaOf } from '../edge/request-parts.js';
import { subjectOf } from './act-subject.js';
import type { Refusal } from './refusal-counts.js';

/** Refused by its state, by the role, by a preview or by an earlier act with its key. */
const STATUSES: ReadonlySet<number> = new Set([403, 409, 412, 422]);
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** What programs do all the time, and calls that change nothing: only who may is recorded. */
const NO_ACTS = /^\/v1\/sagas(?:$|\/)|\/(?:preview|validate)$/;
const REASON_CHARS_MAX = 500;
const HASH_CHARS_MAX = 128;

/** A problem as a refusal for the audit log; null: it is none. */
export function refusalOf(request: FastifyRequest, { code, status }: ApiError): Refusal | null {
  const { method, routeOptions, identity } = request;
  const route = routeOptions.url;
  if (route === undefined || identity === undefined || READING.has(method)) return null;
  if (!STATUSES.has(status) || (status !== 403 && NO_ACTS.test(route))) return null;
  const body = bodyOf(request);
  if (status !== 403 && isDryRun(request)) return null;
  const { reason: _reason, previewHash, ...asked } = body;
  const act: Refusal['act'] = {
    actor: identity.actor,
    via: viaOf(request),
    credential: identity.credential,
    action: actOf(request)?.name ?? actionOf(method, route),
    subject: subjectIn(route, request, body),
    reason: reasonOf(request, body),
    request: asked,
    previewHash: shortText(previewHash, HASH_CHARS_MAX),
    before: null,
    after: null,
  };
  return { act, code };
}

/** Before the role is looked at, no body is read. */
function bodyOf({ body }: FastifyRequest): JsonObject {
  const value = (body ?? null) as JsonValue;
  return isObject(value) ? value : {};
}

function reasonOf({ query }: FastifyRequest, body: JsonObject): string {
  const asked = (query ?? {}) as { readonly reason?: unknown };
  return shortText(body['reason'] ?? asked.reason, REASON_CHARS_MAX) ?? '(none was given)';
}

function shortText(value: unknown, charsMax: number): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, charsMax) : null;
}

/** Of a route that says no name of an act: the verb, and what it is about. */
function actionOf(method: string, route: string): string {
  const parts = route.split('/').filter((part) => part !== '' && !/^(?:v1|admin|:.*)$/.test(part));
  const [collection = 'route', ...more] = parts;
  const verb =
    more.at(-1) === 'versions' ? method.toLowerCase() : (more.at(-1) ?? method.toLowerCase());
  const isPlain = collection === 'sagas' || verb === 'migrate';
  return isPlain ? verb : `${verb}-${singular(collection)}`;
}

function singular(collection: string): string {
  if (collection === 'failures') return 'group';
  return collection.replace(/s$/, '');
}

/** What is known of it without asking the database. */
function subjectIn(route: string, request: FastifyRequest, body: JsonObject): Act['subject'] {
  const params = (request.params ?? {}) as Readonly<
    Partial<Record<'id' | 'name' | 'fingerprint', string>>
  >;
  const { id, fingerprint } = params;
  const [collection = ''] = route.replace(/^\/v1\/(?:admin\/)?/, '').split('/');
  if (collection === 'sagas' && id !== undefined && isUuid(id)) return { kind: 'saga', id };
  const key = shortText(body['key'], 512);
  if (collection === 'locks' && key !== null) return { kind: 'lock', id: key };
  const act = actOf(request)?.name;
  const isKnown = fingerprint === undefined || FINGERPRINT.test(fingerprint);
  const named = act === undefined || !isKnown ? null : subjectOf(act, params, body);
  return named ?? { kind: 'route', id: request.url.split('?')[0]?.slice(0, 512) ?? route };
}
