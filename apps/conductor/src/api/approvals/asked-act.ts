import type { FastifyRequest } from 'fastify';
import type { OperatorAction } from '#engine';
import type { Act } from '#persistence';
import { isObject, type JsonObject, type JsonValue } from '#protocol';
import type { ActConfig, ActName } from '../edge/access/act-config.js';
import type { DefinitionOf } from '../edge/access/definition-scope.js';
import { ApiError } from '../edge/api-error.js';
import { subjectOf } from '../audit/act-subject.js';
import { readId } from '../edge/request-parts.js';
import { toAction, type PreviewDto } from '../verbs/preview.dto.js';
import { ENGINE_VERBS, type EngineVerb } from '../verbs/saga-verbs.js';

/** An act as it is asked for. */
export interface AskedAct {
  readonly name: ActName;
  /** Any of these on the list is enough: a bulk is about its verb too. */
  readonly names: readonly ActName[];
  readonly body: JsonValue;
  readonly subject: Act['subject'];
  /** The one definition that it concerns; null: it concerns several, or none. */
  readonly definition: string | null;
  /** What the engine would do to one saga; null: it is no act on one. */
  readonly onSaga: { readonly sagaId: string; readonly action: OperatorAction } | null;
}

export interface AskedParts {
  readonly definitionOf: DefinitionOf;
  /** null: nobody holds the lock. */
  readonly holderOf: (lockKey: string) => Promise<string | null>;
}

/** null: the call changes nothing. @throws ApiError for what does not exist */
export async function askedAct(
  request: FastifyRequest,
  { name }: ActConfig,
  parts: AskedParts,
): Promise<AskedAct | null> {
  const body = (request.body ?? null) as JsonValue;
  const fields: JsonObject = isObject(body) ? body : {};
  const { dryRun } = request.query as { readonly dryRun?: unknown };
  if (fields['dryRun'] === true || dryRun === 'true') return null;
  const names = name === 'start-bulk' ? [name, fields['action'] as ActName] : [name];
  const params = request.params as Params;
  const route = request.routeOptions.url ?? '';
  if (route.includes('/sagas/:id')) {
    const sagaId = readId(params.id ?? '', 'SAGA_NOT_FOUND');
    const about = await aboutSaga(sagaId, parts);
    const action = isEngineVerb(name) ? actionOf(name, fields) : null;
    return { name, names, body, ...about, onSaga: action && { sagaId, action } };
  }
  if (name === 'release-lock') return releasedLock(fields, parts);
  const definition = name.endsWith('-definition') || name === 'migrate' ? params.name : undefined;
  const posted = POSTED[name];
  const named = posted === undefined ? undefined : fields[posted];
  return {
    ...{ name, names, body, onSaga: null },
    subject: subjectOf(name, params, fields) ?? { kind: 'route', id: addressOf(request) },
    definition: definition ?? (typeof named === 'string' ? named : null),
  };
}

/** The field of the body that names the definition. */
const POSTED: Partial<Record<ActName, string>> = {
  'post-definition': 'name',
  'set-retention': 'definition',
  'clear-retention': 'definition',
};

type Params = Readonly<Partial<Record<'id' | 'name' | 'fingerprint', string>>>;

/** Its holder is the one of now, also when it is confirmed. */
async function releasedLock(fields: JsonObject, parts: AskedParts): Promise<AskedAct> {
  const key = String(fields['key']);
  const given = fields['sagaId'];
  const sagaId = typeof given === 'string' ? given.toLowerCase() : await parts.holderOf(key);
  if (sagaId === null) throw new ApiError('LOCK_NOT_FOUND', `Nobody holds "${key}".`);
  const { subject, definition } = await aboutSaga(sagaId, parts);
  return {
    ...{ name: 'release-lock', names: ['release-lock'], body: { ...fields, sagaId } },
    // the key of a lock may be made of what viewers must not see
    ...{ subject, definition },
    onSaga: { sagaId, action: { name: 'release-lock', key } },
  };
}

async function aboutSaga(
  sagaId: string,
  { definitionOf }: AskedParts,
): Promise<Pick<AskedAct, 'subject' | 'definition'>> {
  const definition = await definitionOf(sagaId);
  if (definition === null) throw new ApiError('SAGA_NOT_FOUND', `There is no saga ${sagaId}.`);
  return { subject: { kind: 'saga', id: sagaId }, definition: definition.name };
}

/** The same of one that waits; null: it is no act on one saga. */
export function actionOnSaga(
  act: string,
  { subjectId }: { readonly subjectId: string },
  body: JsonObject,
): AskedAct['onSaga'] {
  if (act === 'release-lock') {
    const sagaId = String(body['sagaId']);
    return { sagaId, action: { name: 'release-lock', key: String(body['key']) } };
  }
  const name = act as ActName;
  return isEngineVerb(name) ? { sagaId: subjectId, action: actionOf(name, body) } : null;
}

function isEngineVerb(name: ActName): name is ActName & EngineVerb {
  return (ENGINE_VERBS as readonly string[]).includes(name);
}

function actionOf(verb: EngineVerb, fields: JsonObject): OperatorAction {
  const { reason: _reason, previewHash: _hash, expectedVersion: _version, ...form } = fields;
  return toAction({ ...form, action: verb } as unknown as PreviewDto);
}

const ID_CHARS_MAX = 512;

function addressOf({ url }: FastifyRequest): string {
  return (url.split('?')[0] ?? url).slice(0, ID_CHARS_MAX);
}
