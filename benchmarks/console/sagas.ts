import { request } from 'undici';

/** Waits until somebody signals; then it has ended. */
export const WAITING_DEFINITION = {
  name: 'bench-waiting',
  steps: [{ name: 'hold', wait: { signal: 'go', timeout: '1d', onTimeout: 'fail' } }],
} as const;

/** Items of one loop; each makes a command and a success. */
const ITEMS = 1_000;
const EVENTS_OF_ITEM = 2;

export async function startWaiting(url: string, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    ids.push(
      (await post(`${url}/v1/sagas`, { definition: WAITING_DEFINITION.name, input: {} })).id,
    );
  }
  return ids;
}

/** Signals them one after the other, spread over the time. */
export async function signalled(
  url: string,
  ids: readonly string[],
  seconds: number,
): Promise<void> {
  for (const id of ids) {
    await post(`${url}/v1/sagas/${id}/signals/go`, { payload: {} });
    await new Promise((resolve) => setTimeout(resolve, (seconds * 1000) / ids.length));
  }
}

/** A saga that has ended after at least so many events. */
export async function longSaga(
  url: string,
  events: number,
): Promise<{ readonly id: string; readonly events: number }> {
  const loops = Math.ceil(events / ITEMS / EVENTS_OF_ITEM);
  const name = 'bench-long';
  const steps = Array.from({ length: loops }, (_, at) => ({
    name: `loop${at}`,
    command: 'order.create',
    compensation: 'order.cancel',
    forEach: { items: '${input.items}', as: 'item', maxParallel: 64 },
  }));
  await post(`${url}/v1/definitions`, { name, steps });
  const items = Array.from({ length: ITEMS }, (_, at) => at);
  const { id } = await post(`${url}/v1/sagas?wait=60s`, { definition: name, input: { items } });
  return { id, events: loops * ITEMS * EVENTS_OF_ITEM };
}

async function post(url: string, body: object): Promise<{ readonly id: string }> {
  const answer = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${url}: ${answer.statusCode} ${text}`);
  return JSON.parse(text) as { id: string };
}
