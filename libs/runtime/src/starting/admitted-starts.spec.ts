import { OpenSagaLimit } from './open-saga-limit.js';
import { SagaStarter, type StartRequest } from './saga-starter.js';
import { compile } from '#testing-sagas';
import { PipelineBench, settle } from '#testing-internal';

const order = compile({
  name: 'order',
  steps: [{ name: 'create', command: 'order.create', compensation: 'order.cancel' }],
});
const REQUEST: StartRequest = {
  definition: 'order',
  version: null,
  key: null,
  input: {},
  idempotencyKey: null,
  fingerprint: null,
};

function setUp(max: number) {
  const { pipeline, clock } = new PipelineBench();
  const limit = new OpenSagaLimit({
    max,
    clock,
    report: () => undefined,
    counts: { countOpen: () => Promise.reject(new Error('not counted here')) },
  });
  const wrong = { isWrong: false };
  const starter = new SagaStarter({
    catalog: {
      load: async () => order,
      resolve: async () => ({ type: 'found', version: 1 }),
      triggeredBy: async () => [],
      triggerEvents: async () => [],
    },
    pipeline: {
      start: (request) =>
        wrong.isWrong ? Promise.reject(new Error('refused')) : pipeline.start(request),
    },
    started: { findByIdempotencyKey: async () => null },
    openSagas: limit,
  });
  const start = async (changes: Partial<StartRequest> = {}): Promise<string> => {
    const starting = starter.start({ ...REQUEST, ...changes });
    await settle();
    return starting.then(
      ({ type }) => type,
      (error: Error) => error.message,
    );
  };
  return { start, wrong };
}

describe('A start, where so many sagas of a definition may be open', () => {
  it('takes a place if it makes a saga, and none if it repeats one or fails', async () => {
    const { start, wrong } = setUp(3);
    const same = { idempotencyKey: 'k-1' };
    expect(await start(same)).toBe('created');
    for (let again = 0; again < 5; again++) expect(await start(same)).toBe('existing');
    wrong.isWrong = true;
    for (let failed = 0; failed < 5; failed++) expect(await start()).toBe('refused');
    wrong.isWrong = false;
    expect([await start(), await start()]).toEqual(['created', 'created']);
    expect(await start()).toBe('over-limit');
  });
});
