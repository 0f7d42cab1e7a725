import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { pausing } from '#engine';
import type { pauses } from '#persistence';
import { Nullable, PageOf } from '../openapi/fields.js';
import { instant, integer, uuid } from '../openapi/schema-parts.js';
import { SCOPE_SCHEMA } from './pause-scope.js';

const string = { type: 'string' } as const;

@ApiSchema({ name: 'PauseProbes' })
class PauseProbesView {
  @ApiProperty({ ...integer, description: 'Attempts that failed before it was made.' })
  readonly failures!: number;

  @ApiProperty({ ...integer, description: 'The different sagas that these attempts belong to.' })
  readonly sagas!: number;

  @ApiProperty({ ...integer, description: 'Attempts that were let through since.' })
  readonly probes!: number;

  @Nullable(instant, 'null: none was.')
  readonly lastProbeAt!: string | null;

  @Nullable(instant, 'null: it is over.')
  readonly nextProbeAt!: string | null;
}

/** A pause of more than one saga. */
@ApiSchema({ name: 'Pause' })
export class PauseView {
  @ApiProperty(uuid)
  readonly id!: string;

  @ApiProperty(SCOPE_SCHEMA as object)
  readonly scope!: pausing.PauseScope;

  @ApiProperty()
  readonly reason!: string;

  @ApiProperty({ description: 'Who paused it.' })
  readonly by!: string;

  @ApiProperty({ description: 'It holds compensations and inquiries, too.' })
  readonly withCompensations!: boolean;

  @ApiProperty(instant)
  readonly since!: string;

  @Nullable(instant, 'It ends by itself then.')
  readonly until!: string | null;

  @Nullable(instant, 'null: it goes on.')
  readonly endedAt!: string | null;

  @Nullable(string)
  readonly endedBy!: string | null;

  @Nullable(string)
  readonly endReason!: string | null;

  @Nullable(PauseProbesView, 'The conductor made it by itself; null: a person did.')
  readonly automatic!: PauseProbesView | null;
}

@ApiSchema({ name: 'ListedPause' })
class ListedPauseView extends PauseView {
  @ApiProperty({
    ...integer,
    description:
      'Sagas of which it holds something, as far as something happened to them since; after its ' +
      'end: which are still to be woken.',
  })
  readonly heldSagas!: number;
}

export class PausePage extends PageOf(ListedPauseView) {}

export function toPauseView(pause: pauses.PauseRecord): PauseView {
  const { id, scope, reason, by, withCompensations, endedBy, endReason } = pause;
  return {
    id,
    scope,
    reason,
    by,
    withCompensations: withCompensations || isOfDefinition(scope) || isOfUndoing(scope),
    since: pause.beganAt.toISOString(),
    until: pause.until?.toISOString() ?? null,
    endedAt: pause.endedAt?.toISOString() ?? null,
    endedBy,
    endReason,
    automatic: pause.isAutomatic ? toProbesView(pause) : null,
  };
}

function toProbesView(pause: pauses.PauseRecord): PauseProbesView {
  const { failures, failedSagas, probes, lastProbeAt, nextProbeAt, endedAt } = pause;
  return {
    failures: failures ?? 0,
    sagas: failedSagas ?? 0,
    probes,
    lastProbeAt: lastProbeAt?.toISOString() ?? null,
    nextProbeAt: endedAt === null ? (nextProbeAt?.toISOString() ?? null) : null,
  };
}

function isOfDefinition(scope: pausing.PauseScope): boolean {
  return 'definition' in scope && !('step' in scope);
}

function isOfUndoing(scope: pausing.PauseScope): boolean {
  return 'failureGroup' in scope && scope.place.direction !== 'execute';
}

export function toListedView(pause: pauses.ListedPause): ListedPauseView {
  return { ...toPauseView(pause), heldSagas: pause.heldSagas };
}
