import { NOWHERE } from '../console-stack.fixture.js';
import type { World } from './world.fixture.js';

/** Every view of the console in an installation, by the name of its screenshot. */
export function viewsOf(world: World): Readonly<Record<string, string>> {
  return {
    overview: '/',
    failures: '/failures',
    failure: `/failures/${world.fingerprint}`,
    bulks: '/bulk',
    bulk: `/bulk/${world.bulk}`,
    sagas: '/sagas',
    'saga-stuck': `/sagas/${world.stuck}`,
    'saga-undo': `/sagas/${world.stuckUndo}`,
    'saga-past': `/sagas/${world.stuckUndo}?at=3`,
    compare: `/sagas/compare?left=${world.stuck}&right=${world.stuckUndo}`,
    'saga-children': `/sagas/${world.withChildren}`,
    tasks: '/tasks',
    task: `/tasks/${world.task}/allow`,
    participants: '/participants',
    participant: '/participants/carrier',
    pauses: '/pauses',
    locks: '/locks',
    'dead-messages': '/dead-messages',
    'dead-message': `/dead-messages/${world.deadMessage}`,
    definitions: '/definitions',
    definition: '/definitions/refund/1',
    'definition-failures': '/definitions/refund/1?tab=failures',
    'definition-versions': '/definitions/refund/1?tab=versions',
    'definition-document': '/definitions/refund/1?tab=document',
    'definition-editor': '/definitions/refund/1/edit',
    'saga-start': '/definitions/refund/1/start',
    approvals: '/approvals?state=all',
    approval: `/approvals/${world.approval}`,
    ...{ audit: '/audit', alerts: '/alerts', keys: '/keys', retention: '/retention' },
    // what nobody answers takes some seconds: by now it did
    'saga-in-parts': `/sagas/${world.inParts}`,
    missing: NOWHERE,
  };
}
