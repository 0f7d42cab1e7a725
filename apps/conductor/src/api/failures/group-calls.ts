import type { LifeAct } from '#failures';
import type { FailureActs } from '#persistence';
import type { JsonValue } from '#protocol';
import type { FailureQueries } from '#queries';
import { readCommitted } from '../edge/after-commit.js';
import { visibleDefinitions } from '../edge/access/identity.js';
import { ApiError } from '../edge/api-error.js';
import type { Caller } from '../edge/request-parts.js';
import { toGroupView, type FailureGroup } from './failure-views.js';
import type { GroupActDto } from './failure.dto.js';
import { groupNotFound, readFingerprint } from './fingerprint-param.js';

/** Carries out what operators do to groups. */
export class GroupCalls {
  constructor(
    private readonly failures: FailureQueries,
    private readonly acts: FailureActs,
  ) {}

  /** Resolves after the commit, with the group as the act left it. @throws ApiError */
  async apply(
    text: string,
    request: {
      readonly what: LifeAct;
      readonly body: GroupActDto;
      readonly caller: Caller;
    },
  ): Promise<FailureGroup> {
    const fingerprint = readFingerprint(text);
    const group = await this.failures.group(fingerprint, visibleDefinitions(request.caller));
    if (group === null) throw groupNotFound(fingerprint);
    const { what, body, caller } = request;
    if (caller.isRepeated === true) return toGroupView(group);
    const { actor, via, credential, idempotencyKey } = caller;
    const { reason, expectedRevision = null } = body;
    const asked = { ...body } as unknown as JsonValue;
    const result = await this.acts.apply({
      group,
      facts: group.facts,
      what,
      expectedRevision,
      by: {
        ...{ actor, via, credential, reason, idempotencyKey },
        request: asked,
        fingerprint: caller.fingerprint,
      },
    });
    switch (result.type) {
      case 'done':
        return readCommitted(() => this.show(fingerprint));
      case 'changed':
        throw new ApiError(
          'FAILURE_GROUP_CHANGED',
          `The group is at revision ${result.revision}: look at it again.`,
        );
      case 'refused':
        throw new ApiError(
          'FAILURE_GROUP_STATUS',
          `A group that is ${result.status} cannot be made ${DONE[what.name]}` +
            (result.status === 'resolved' ? ': reopen it first.' : '.'),
        );
    }
  }

  private async show(fingerprint: string): Promise<FailureGroup> {
    const group = await this.failures.group(fingerprint);
    if (group === null) throw groupNotFound(fingerprint);
    return toGroupView(group);
  }
}

const DONE: Readonly<Record<LifeAct['name'], string>> = {
  acknowledge: 'acknowledged',
  mute: 'muted',
  resolve: 'resolved',
  reopen: 'new',
};
