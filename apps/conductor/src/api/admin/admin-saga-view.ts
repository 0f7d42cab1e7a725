import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { OperatorSummary } from '#queries';
import type { StoredAction, StoredStep } from '#persistence';
import { Nullable, PageOf } from '../openapi/fields.js';
import { instant, integer } from '../openapi/schema-parts.js';
import { STEP_STATUSES } from '../openapi/engine-enums.js';
import { NextAction, SagaErrorView } from '../sagas/saga-parts.js';
import { ListedSaga } from '../sagas/saga-view.js';
import { toIso } from '../sagas/to-saga-view.js';
import type { WaitingView } from '../waiting/waiting-view.js';

@ApiSchema({ name: 'ActiveStep' })
class ActiveStepView {
  @ApiProperty()
  readonly name!: string;

  @ApiProperty({ enum: STEP_STATUSES })
  readonly status!: string;

  @ApiProperty({ ...integer, description: 'Issued in this iteration, in every direction.' })
  readonly attempts!: number;

  @Nullable(SagaErrorView)
  readonly error!: SagaErrorView | null;

  @ApiProperty({ type: NextAction })
  readonly nextAction!: NextAction;
}

/** A saga in the operators' list: where it stands, since when, and what comes next. */
@ApiSchema({ name: 'AdminSaga' })
class AdminSagaView extends ListedSaga {
  @ApiProperty({ enum: ['forward', 'backward'] })
  readonly direction!: string;

  @ApiProperty(instant)
  readonly startedAt!: string;

  @Nullable(SagaErrorView)
  readonly lastError!: SagaErrorView | null;

  @ApiProperty({ type: [ActiveStepView], description: 'The first ones.' })
  readonly activeSteps!: readonly ActiveStepView[];

  @ApiProperty(integer)
  readonly activeStepCount!: number;

  @ApiProperty({ ...integer, description: 'Issued in all, in every direction.' })
  readonly attempts!: number;

  @ApiProperty(integer)
  readonly unchangedForMs!: number;

  @Nullable(NextAction)
  readonly nextTimer!: NextAction | null;

  @ApiProperty({ description: 'An operator paused the saga itself.' })
  readonly isPaused!: boolean;
}

export class AdminSagaPage extends PageOf(AdminSagaView) {}

export function toAdminSagaView(
  saga: OperatorSummary,
  { now, waiting }: { readonly now: number; readonly waiting: WaitingView | null },
): AdminSagaView {
  const { id, status, direction, version, definition, key } = saga;
  const { createdAt, updatedAt, endedAt, lastError, attempts, nextTimer } = saga;
  return {
    id,
    status,
    direction,
    version,
    definition,
    key,
    startedAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    waiting,
    lastError,
    activeSteps: saga.activeSteps.map(toStepView),
    activeStepCount: saga.activeStepCount,
    attempts,
    unchangedForMs: Math.max(0, now - updatedAt.getTime()),
    nextTimer: nextTimer && toActionView(nextTimer),
    isPaused: saga.paused !== undefined,
  };
}

function toStepView({ name, status, attempts, error, nextAction }: StoredStep): ActiveStepView {
  return { name, status, attempts, error, nextAction: toActionView(nextAction) };
}

function toActionView({ what, step, at }: StoredAction): NextAction {
  return { what, step, at: at === null ? null : toIso(at) };
}
