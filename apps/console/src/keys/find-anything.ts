import { api, dataOf } from '../api/client';
import { ApiProblem } from '../api/problem';

/** Something that the text names. */
export interface Found {
  readonly href: string;
  readonly name: string;
  /** What it is, in a word or two. */
  readonly what: string;
}

const EACH_MAX = 5;
const NAMES_MAX = 100;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const FINGERPRINT = /^[0-9a-f]{16}$/;

/**
 * What a text names: a saga by its id or key, or by the id of one of its messages, which begins
 * with it; a definition, a participant, a lock, a group of failures, a dead message, a bulk, an
 * approval. Each is asked for at the API as whoever looks; what they may not see is not found.
 */
export async function findAnything(text: string, signal: AbortSignal): Promise<readonly Found[]> {
  const [id] = UUID.exec(text) ?? [];
  const asked = [
    sagas(id ?? text, signal),
    ...(FINGERPRINT.test(text) ? [failures(text, signal)] : []),
    ...(id === undefined ? [] : [deadMessage(id, signal), bulk(id, signal), approval(id, signal)]),
    definitions(text, signal),
    participants(text, signal),
    locks(text, signal),
  ];
  const found = await Promise.all(asked.map((each) => each.catch(nothing)));
  return found.flat();
}

/** There is none, or not for this caller. */
function nothing(error: unknown): readonly Found[] {
  if (error instanceof ApiProblem && !error.isPassing) return [];
  throw error;
}

type Asked = Promise<readonly Found[]>;

async function sagas(q: string, signal: AbortSignal): Asked {
  const params = { query: { q, limit: EACH_MAX } };
  const { items } = await dataOf(api.GET('/v1/sagas', { params, signal }));
  return items.map(({ id, key, status, definition }) => {
    const what = `saga of ${definition.name}, ${status}`;
    return { href: `/sagas/${id}`, name: key ?? id, what };
  });
}

async function failures(fingerprint: string, signal: AbortSignal): Asked {
  const params = { path: { fingerprint } };
  const group = await dataOf(api.GET('/v1/admin/failures/{fingerprint}', { params, signal }));
  const name = `${group.error.code}: ${group.kind}`;
  return [{ href: `/failures/${fingerprint}`, name, what: `failure of ${group.step}` }];
}

async function deadMessage(id: string, signal: AbortSignal): Asked {
  await dataOf(api.GET('/v1/admin/dead-messages/{id}', { params: { path: { id } }, signal }));
  return [{ href: `/dead-messages/${id}`, name: id, what: 'dead message' }];
}

async function bulk(id: string, signal: AbortSignal): Asked {
  await dataOf(api.GET('/v1/admin/bulk/{id}', { params: { path: { id } }, signal }));
  return [{ href: `/bulk/${id}`, name: id, what: 'bulk operation' }];
}

async function approval(id: string, signal: AbortSignal): Asked {
  const { act } = await dataOf(
    api.GET('/v1/admin/approvals/{id}', { params: { path: { id } }, signal }),
  );
  return [{ href: `/approvals/${id}`, name: act, what: 'waits for a second person, or did' }];
}

async function definitions(text: string, signal: AbortSignal): Asked {
  const params = { query: { limit: NAMES_MAX } };
  const { items } = await dataOf(api.GET('/v1/definitions', { params, signal }));
  return namesLike(
    items.map(({ name }) => name),
    text,
  ).map((name) => ({
    href: `/definitions/${encodeURIComponent(name)}`,
    ...{ name, what: 'definition' },
  }));
}

async function participants(text: string, signal: AbortSignal): Asked {
  const params = { query: { limit: NAMES_MAX } };
  const { items } = await dataOf(api.GET('/v1/admin/participants', { params, signal }));
  return namesLike(
    items.map(({ participant }) => participant),
    text,
  ).map((name) => ({
    href: `/participants/${encodeURIComponent(name)}`,
    ...{ name, what: 'participant' },
  }));
}

async function locks(key: string, signal: AbortSignal): Asked {
  const params = { query: { key, limit: EACH_MAX } };
  const { items } = await dataOf(api.GET('/v1/admin/locks', { params, signal }));
  return items.map((lock) => ({
    href: `/locks?key=${encodeURIComponent(lock.key)}`,
    ...{ name: lock.key, what: 'lock' },
  }));
}

function namesLike(names: readonly string[], text: string): readonly string[] {
  const sought = text.toLowerCase();
  return names.filter((name) => name.toLowerCase().includes(sought)).slice(0, EACH_MAX);
}
