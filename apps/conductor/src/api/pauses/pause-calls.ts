import type { pausing } from '#engine';
import type { DefinitionStore, ParticipantStore, pauses } from '#persistence';
import { DURATION_MAX_MS, parseInstant } from '#protocol';
import type { FailureQueries } from '#queries';
import type { EngineHost } from '../../workers/engine-host.js';
import { seesDefinition, visibleDefinitions } from '../edge/access/identity.js';
import { ApiError } from '../edge/api-error.js';
import type { Caller } from '../edge/request-parts.js';
import { groupNotFound } from '../failures/fingerprint-param.js';
import type { PauseDto } from './pause.dto.js';
import { readScope, unknownScope } from './pause-scope.js';
import type { ReasonDto } from '../edge/text-length.js';

export interface PauseCallsParts {
  readonly records: pauses.PauseRecords;
  readonly definitions: DefinitionStore;
  readonly participants: ParticipantStore;
  readonly failures: Pick<FailureQueries, 'group'>;
  readonly engine: Pick<EngineHost, 'notePauses'>;
}

/** Makes and ends pauses of more than one saga. This replica knows of each at once. */
export class PauseCalls {
  constructor(private readonly parts: PauseCallsParts) {}

  /** @throws ApiError */
  async pause(body: PauseDto, caller: Caller) {
    const { records, engine } = this.parts;
    const { reason, withCompensations = false } = body;
    const asked = readScope(body.scope);
    const until = readUntil(body.until);
    const scope = 'failureGroup' in asked ? await this.groupScope(asked, caller) : asked;
    assertMayPause(scope, caller);
    if (!('failureGroup' in scope)) await this.checkScope(scope);
    const outcome = await records.add({
      scope,
      withCompensations: withCompensations && !('failureGroup' in scope),
      until,
      reason,
      ...byOf(caller),
    });
    switch (outcome.type) {
      case 'done':
        await engine.notePauses();
        return outcome.pause;
      case 'already': {
        const { by, reason: why, beganAt, id } = outcome.pause;
        const detail = `${by} paused it at ${beganAt.toISOString()} (pause ${id}): ${why}`;
        throw new ApiError('SCOPE_PAUSED', detail);
      }
      case 'too-many':
        throw new ApiError('TOO_MANY_PAUSES', 'End some of those that go on first.');
      default:
        return outcome satisfies never;
    }
  }

  /** @throws ApiError */
  async resume(id: string, { reason }: ReasonDto, caller: Caller) {
    await this.assertMayResume(id, caller);
    const outcome = await this.parts.records.end({ id, reason, ...byOf(caller) });
    switch (outcome.type) {
      case 'done':
        await this.parts.engine.notePauses();
        return outcome.pause;
      case 'over': {
        const { endedBy, endedAt, endReason } = outcome.pause;
        const detail = `${endedBy} ended it at ${endedAt?.toISOString()}: ${endReason}`;
        throw new ApiError('PAUSE_OVER', detail);
      }
      case 'not-found':
        throw notFound(id);
      default:
        return outcome satisfies never;
    }
  }

  list(page: Parameters<pauses.PauseRecords['list']>[0]) {
    return this.parts.records.list(page);
  }

  /** @throws ApiError PAUSE_NOT_FOUND, FORBIDDEN */
  private async assertMayResume(id: string, caller: Caller): Promise<void> {
    if (caller.definitions === 'all') return;
    const known = await this.parts.records.scopeOf(id, caller.definitions);
    if (known?.isSeen !== true) throw notFound(id);
    assertMayPause(known.scope, caller);
  }

  /** With the place of the group, by which its sagas are known. @throws ApiError */
  private async groupScope(
    { failureGroup }: Pick<pausing.GroupScope, 'failureGroup'>,
    caller: Caller,
  ): Promise<pausing.GroupScope> {
    const group = await this.parts.failures.group(failureGroup, visibleDefinitions(caller));
    if (group === null) throw groupNotFound(failureGroup);
    const { definition, step } = group;
    const direction = group.direction as pausing.GroupScope['place']['direction'];
    return { failureGroup, place: { definition, step, direction } };
  }

  /** A name that does not exist would pause nothing, and nobody would notice. */
  private async checkScope(scope: Exclude<pausing.PauseScope, pausing.GroupScope>): Promise<void> {
    const { definitions, participants, records } = this.parts;
    if ('participant' in scope) {
      const known = await participants.named();
      if (!known.includes(scope.participant)) throw unknownScope('participant', scope.participant);
      return;
    }
    if ((await definitions.find(scope.definition)) === null) {
      throw unknownScope('definition', scope.definition);
    }
    if (!('step' in scope)) return;
    if (!(await records.hasStep(scope.definition, scope.step))) {
      throw unknownScope('step', `${scope.step} in any version of ${scope.definition}`);
    }
  }
}

function notFound(id: string): ApiError {
  return new ApiError('PAUSE_NOT_FOUND', `There is no pause ${id}.`);
}

/** A definition that the caller may not see is none. @throws ApiError */
function assertMayPause(scope: pausing.PauseScope, caller: Caller): void {
  if ('failureGroup' in scope) {
    if (seesDefinition(caller, scope.place.definition)) return;
    throw groupNotFound(scope.failureGroup);
  }
  if (!('participant' in scope)) {
    if (seesDefinition(caller, scope.definition)) return;
    throw unknownScope('definition', scope.definition);
  }
  if (caller.definitions === 'all') return;
  const detail = `A participant works for all definitions; ${caller.actor} has some.`;
  throw new ApiError('FORBIDDEN', detail);
}

function byOf({ actor: by, via, credential, idempotencyKey, fingerprint }: Caller) {
  return { by, via, credential, idempotencyKey, fingerprint };
}

/** null: none was given. @throws ApiError VALIDATION_FAILED */
function readUntil(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const at = parseInstant(text);
  const inMs = (at ?? NaN) - Date.now();
  if (at !== null && inMs > 0 && inMs <= DURATION_MAX_MS) return new Date(at);
  const message = 'until must be an instant in the future, within 365 days';
  const errors = [{ path: '/until', rule: 'instant', message }];
  throw new ApiError('VALIDATION_FAILED', message, { errors });
}
