import { ORDER_DEFINITION } from '../../../conductor-stack.fixture.js';
import type { Json } from '../../openapi/conformance.fixture.js';
import { REASON, type ActWorld } from './act-world.fixture.js';

/** An act that can be done now. */
export interface ReadyAct {
  readonly path: string;
  /** Left out: it takes none. */
  readonly body?: object;
  /** Something else that could be done now. Default: the same for another reason. */
  readonly other?: { readonly path?: string; readonly body?: object };
  /** Records in the audit log. Default 1. */
  readonly records?: number;
  /** The part of the answer that moves on by itself is left out. Default: all of the answer. */
  readonly shown?: (answer: Json) => unknown;
}

type Ready = (world: ActWorld) => Promise<ReadyAct>;

const idAlone = ({ id }: Json): unknown => id;

function onStuck(verb: string, more: object = {}): Ready {
  return async (world) => ({
    path: `/v1/admin/sagas/${await world.stuck()}/${verb}`,
    body: { ...REASON, ...more },
    shown: idAlone,
  });
}

function onWaiting(verb: string, before?: string): Ready {
  return async (world) => {
    const { id } = await world.waiting();
    if (before !== undefined) await world.done(`/v1/admin/sagas/${id}/${before}`);
    return { path: `/v1/admin/sagas/${id}/${verb}`, body: REASON, shown: idAlone };
  };
}

/** `before`: what is done to it first. */
function on(
  collection: string,
  make: (world: ActWorld) => Promise<string>,
  { verb, before, more }: { verb: string; before?: string; more?: object },
): Ready {
  return async (world) => {
    const path = `/v1/${collection}/${await make(world)}`;
    if (before !== undefined) await world.done(`${path}/${before}`);
    return { path: `${path}/${verb}`, body: { ...REASON, ...more } };
  };
}

const version = async (world: ActWorld) => `${await world.definition()}/versions/1`;

const OF_SAGAS: Readonly<Record<string, Ready>> = {
  retrySaga: onStuck('retry'),
  skipStep: onStuck('skip', { step: 'ship', output: {} }),
  settleStep: onStuck('settle', { step: 'ship', result: 'succeeded' }),
  abandonSaga: onStuck('abandon'),
  exemptSaga: async (world) => ({
    path: `/v1/admin/sagas/${await world.stuck()}/exempt`,
    body: REASON,
  }),
  unexemptSaga: on('admin/sagas', (world) => world.stuck(), { verb: 'unexempt', before: 'exempt' }),
  cancelSaga: onWaiting('cancel'),
  compensateSaga: onWaiting('compensate'),
  pauseSaga: onWaiting('pause'),
  resumeSaga: onWaiting('resume', 'pause'),
  releaseLock: async (world) => {
    const { lock } = await world.waiting();
    return { path: '/v1/admin/locks/release', body: { ...REASON, key: lock }, shown: idAlone };
  },
  migrateSagas: async (world) => {
    const { definition } = await world.waiting();
    const { body } = await world.send('GET', `/v1/definitions/${definition}`);
    await world.send('POST', '/v1/definitions', { ...body.document, description: 'the next' });
    const path = `/v1/definitions/${definition}/versions/2/migrate`;
    return { path, body: REASON, records: 2 };
  },
};

const OF_MANY: Readonly<Record<string, Ready>> = {
  pauseScope: async (world) => {
    const scope = { definition: await world.definition() };
    return { path: '/v1/admin/pauses', body: { ...REASON, scope } };
  },
  resumeScope: on('admin/pauses', (world) => world.pause(), { verb: 'resume' }),
  makeBulk: async (world) => {
    const ids = [await world.stuck()];
    return { path: '/v1/admin/bulk', body: { ...REASON, ids, action: 'abandon' } };
  },
  pauseBulk: on('admin/bulk', (world) => world.bulk(), { verb: 'pause' }),
  resumeBulk: on('admin/bulk', (world) => world.bulk(), { verb: 'resume', before: 'pause' }),
  stopBulk: on('admin/bulk', (world) => world.bulk(), { verb: 'stop' }),
  acknowledgeFailureGroup: on('admin/failures', (world) => world.group(), { verb: 'acknowledge' }),
  muteFailureGroup: on('admin/failures', (world) => world.group(), {
    ...{ verb: 'mute', more: { sagas: 5 } },
  }),
  resolveFailureGroup: on('admin/failures', (world) => world.group(), { verb: 'resolve' }),
  reopenFailureGroup: on('admin/failures', (world) => world.group(), {
    ...{ verb: 'reopen', before: 'acknowledge' },
  }),
};

const trims: Ready[] = [55, 45, 35].map((days) => () => {
  const olderThan = new Date(Date.now() - days * 86_400_000).toISOString();
  return Promise.resolve({ path: '/v1/admin/audit/trim', body: { ...REASON, olderThan } });
});

const OF_THE_REST: Readonly<Record<string, Ready>> = {
  endSession: on('admin/sessions', (world) => world.session(), { verb: 'end' }),
  revokeApiKey: on('admin/keys', (world) => world.key(), { verb: 'revoke' }),
  rotateApiKey: on('admin/keys', (world) => world.key(), { verb: 'rotate' }),
  makeApiKey: async (world) => {
    const body = { ...REASON, name: world.name('k'), role: 'viewer' };
    return Promise.resolve({ path: '/v1/admin/keys', body });
  },
  replayDeadMessage: on('admin/dead-messages', (world) => world.deadMessage(), { verb: 'replay' }),
  discardDeadMessage: on('admin/dead-messages', (world) => world.deadMessage(), {
    verb: 'discard',
  }),
  retireDefinitionVersion: on('definitions', version, { verb: 'retire' }),
  unretireDefinitionVersion: on('definitions', version, { verb: 'unretire', before: 'retire' }),
  postDefinition: (world) => {
    const body = { ...ORDER_DEFINITION, name: world.name('posted') };
    const other = { body: { ...body, name: world.name('posted') } };
    return Promise.resolve({ path: '/v1/definitions', body, other });
  },
  forgetParticipant: on('admin/participants', (world) => world.participant(), { verb: 'forget' }),
  setRetention: async (world) => {
    const definition = await world.definition();
    return { path: '/v1/admin/retention', body: { ...REASON, definition, completedDays: 30 } };
  },
  clearRetention: async (world) => {
    const definition = await world.definition();
    await world.done('/v1/admin/retention', { definition, completedDays: 30 });
    return { path: '/v1/admin/retention/clear', body: { ...REASON, definition } };
  },
  // each deletes what the one before left
  trimAudit: (world) => {
    const [next = trims[0] as Ready] = trims.splice(0, 1);
    return next(world);
  },
  testAlertRoute: () => {
    return Promise.resolve({ path: '/v1/admin/alerts/routes/bus/test', body: REASON });
  },
  saveView: (world) => {
    const body = { name: world.name('view'), filter: 'status=stuck' };
    return Promise.resolve({
      path: '/v1/views',
      body,
      other: { body: { ...body, isShared: true } },
    });
  },
  replaceView: async (world) => {
    const body = { name: world.name('view'), filter: 'status=running', isShared: true };
    const other = { body: { ...body, filter: 'status=stuck' } };
    return { path: `/v1/views/${await world.view()}`, body, other };
  },
  deleteView: async (world) => ({
    path: `/v1/views/${await world.view(false)}`,
    other: { path: `/v1/views/${await world.view(false)}` },
  }),
  setDefaultView: async (world) => ({
    path: '/v1/views/defaults/viewer',
    body: { ...REASON, viewId: await world.view() },
  }),
};

/** By operation id: gives one that can be done, each time another one. */
export const READY_ACTS: Readonly<Record<string, Ready>> = {
  ...OF_SAGAS,
  ...OF_MANY,
  ...OF_THE_REST,
};
