import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { JsonValue } from '#protocol';
import type { Direction } from '#engine';
import type { ChildSummary, SagaSummary } from '#queries';
import { AnyJson, Nullable, PageOf } from '../openapi/fields.js';
import { instant, integer, uuid } from '../openapi/schema-parts.js';
import { SAGA_STATUSES, STEP_STATUSES } from '../openapi/engine-enums.js';
import { WaitingView } from '../waiting/waiting-view.js';
import { DefinitionRef, NextAction, SagaErrorView } from './saga-parts.js';

const string = { type: 'string' } as const;
const LOCK_STATUSES = ['waiting', 'held', 'released'] as const;

/** How many attempts this iteration has issued, per direction. */
export class Attempts implements Readonly<Record<Direction, number>> {
  @ApiProperty(integer)
  readonly execute!: number;

  @ApiProperty(integer)
  readonly compensate!: number;

  @ApiProperty(integer)
  readonly inquire!: number;
}

@ApiSchema({ name: 'Step' })
export class StepView {
  @ApiProperty({ example: 'authorizePayment' })
  readonly name!: string;

  @ApiProperty({ enum: STEP_STATUSES })
  readonly status!: string;

  @ApiProperty({ type: Attempts })
  readonly attempts!: Attempts;

  @ApiProperty(integer)
  readonly iteration!: number;

  @ApiProperty({
    type: () => [StepView],
    description: 'Of a `forEach` or `repeat`: one for each item or round, with a name of its own.',
  })
  readonly iterations!: readonly StepView[];

  @Nullable(SagaErrorView)
  readonly error!: SagaErrorView | null;

  @ApiProperty({
    description:
      'The participant refused its latest attempt: nothing of it happened, also when it is ' +
      '`compensated` since. Its undo is sent all the same, so that no late copy has an effect.',
  })
  readonly wasRefused!: boolean;

  @AnyJson()
  readonly output!: JsonValue;

  @Nullable(NextAction)
  readonly nextAction!: NextAction | null;

  @Nullable(string, 'The signal that the step waits for now; null: it waits for none.')
  readonly signal!: string | null;

  @Nullable(string, 'What people are asked, while the step waits for a signal.')
  readonly title!: string | null;

  @AnyJson(
    'While the step waits for a signal: the JSON Schema of its payload; null: anything fits.',
  )
  readonly payloadSchema!: JsonValue;
}

export class SagaParent {
  @ApiProperty(uuid)
  readonly id!: string;

  @ApiProperty()
  readonly step!: string;

  @ApiProperty(integer)
  readonly iteration!: number;
}

/** What every view of a saga begins with. */
class SagaHead {
  @ApiProperty(uuid)
  readonly id!: string;

  @ApiProperty({ enum: SAGA_STATUSES })
  readonly status!: string;

  @ApiProperty({ type: DefinitionRef })
  readonly definition!: DefinitionRef;
}

/** What every list of sagas shows. */
export class ListedSaga extends SagaHead {
  @ApiProperty({
    ...integer,
    description: 'Counts the transitions; goes into expectedVersion.',
  })
  readonly version!: number;

  @Nullable(string)
  readonly key!: string | null;

  @ApiProperty(instant)
  readonly updatedAt!: string;

  @Nullable(instant)
  readonly endedAt!: string | null;

  @Nullable(WaitingView, 'What it waits for; null: it has ended.')
  readonly waiting!: WaitingView | null;
}

@ApiSchema({ name: 'ChildSaga' })
class ChildSagaView extends SagaHead implements ChildSummary {
  @ApiProperty({ description: 'The step of the parent.' })
  readonly step!: string;

  @ApiProperty(integer)
  readonly iteration!: number;
}

@ApiSchema({ name: 'SagaLock' })
class SagaLockView {
  @ApiProperty()
  readonly key!: string;

  @ApiProperty({ enum: LOCK_STATUSES })
  readonly status!: (typeof LOCK_STATUSES)[number];

  @Nullable(
    integer,
    'Larger for each later holder of the key; the commands carry it as `fencing-token`. ' +
      'null: not held yet, or not written down by an earlier release.',
  )
  readonly ticket!: number | null;
}

/** Who paused a saga, and why. */
@ApiSchema({ name: 'SagaPause' })
class SagaPauseView {
  @ApiProperty(instant)
  readonly since!: string;

  @ApiProperty({ description: 'The operator.' })
  readonly by!: string;

  @ApiProperty()
  readonly reason!: string;
}

@ApiSchema({ name: 'Saga' })
export class SagaView extends ListedSaga {
  @ApiProperty({
    enum: ['forward', 'backward'],
    description: '`forward` until the abort decision, then `backward`.',
  })
  readonly direction!: 'forward' | 'backward';

  @AnyJson()
  readonly input!: JsonValue;

  @AnyJson()
  readonly output!: JsonValue;

  @Nullable(SagaErrorView)
  readonly error!: SagaErrorView | null;

  @ApiProperty(instant)
  readonly startedAt!: string;

  @Nullable(instant)
  readonly deadlineAt!: string | null;

  @Nullable(NextAction)
  readonly nextAction!: NextAction | null;

  @Nullable(
    SagaPauseView,
    'The saga itself is paused: its clocks stand still, and it sends nothing. null: it is not.',
  )
  readonly paused!: SagaPauseView | null;

  @ApiProperty({ type: [StepView] })
  readonly steps!: readonly StepView[];

  @Nullable(SagaParent, 'The saga that has this one as its child, and its step.')
  readonly parent!: SagaParent | null;

  @ApiProperty({ type: [ChildSagaView] })
  readonly children!: readonly ChildSagaView[];

  @ApiProperty({ type: [SagaLockView] })
  readonly locks!: readonly SagaLockView[];
}

/** A saga as a line of a list. */
@ApiSchema({ name: 'SagaSummary' })
export class SagaSummaryView
  extends ListedSaga
  implements Omit<SagaSummary, 'createdAt' | 'updatedAt' | 'endedAt'>
{
  @ApiProperty({ type: [String], description: 'Steps that are under way or stuck.' })
  readonly activeSteps!: readonly string[];

  @Nullable(SagaErrorView)
  readonly error!: SagaErrorView | null;

  @ApiProperty(instant)
  readonly createdAt!: string;
}

export class SagaPage extends PageOf(SagaSummaryView) {}

/** A signal that was accepted. */
@ApiSchema({ name: 'Signal' })
export class SignalView {
  @ApiProperty(uuid)
  readonly sagaId!: string;

  @ApiProperty()
  readonly name!: string;
}
