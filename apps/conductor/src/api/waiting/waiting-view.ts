import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Waiting, type Direction, type pausing } from '#engine';
import { DIRECTIONS } from '../openapi/engine-enums.js';
import { Nullable } from '../openapi/fields.js';
import { instant, integer, text, uuid } from '../openapi/schema-parts.js';
import { SCOPE_SCHEMA } from '../pauses/pause-scope.js';
import { SagaErrorView } from '../sagas/saga-parts.js';

const string = { type: 'string' } as const;
const CODES = { enum: Waiting.CODES };

/** A pause that holds something of a saga. */
@ApiSchema({ name: 'WaitingPause' })
export class WaitingPauseView {
  @Nullable(uuid, 'null: the saga itself is paused. Others: `GET /v1/admin/pauses/{pauseId}`.')
  readonly id!: string | null;

  @Nullable(SCOPE_SCHEMA as object, 'What is paused. null: the saga itself.')
  readonly scope!: pausing.PauseScope | null;
}

/** One thing that an open saga waits for. */
@ApiSchema({ name: 'WaitingOn' })
export class WaitingOnView {
  @ApiProperty(CODES)
  readonly code!: Waiting.Code;

  @Nullable(string, 'The step or the iteration of a loop; null: the saga as a whole.')
  readonly step!: string | null;

  @Nullable({ ...string, enum: DIRECTIONS }, 'null: no command is in question.')
  readonly direction!: Direction | null;

  @ApiProperty({
    ...instant,
    description:
      'When it began. Of a saga that an earlier release wrote last: when the saga last changed.',
  })
  readonly since!: string;

  @Nullable(instant, 'When it ends by itself, or something else happens; null: never.')
  readonly until!: string | null;

  @ApiProperty({
    ...integer,
    description: 'The latest attempt in this direction; 0: there is none.',
  })
  readonly attempt!: number;

  @Nullable(SagaErrorView, 'What went wrong last.')
  readonly error!: SagaErrorView | null;

  @Nullable(string, 'The name of the signal, event, lock or child definition.')
  readonly name!: string | null;

  @Nullable(
    string,
    'With `signal`: what people are asked, by a form at `/tasks` of the console; null: nobody ' +
      'is, another system gives it.',
  )
  readonly title!: string | null;

  @Nullable(string, 'The key of the event.')
  readonly key!: string | null;

  @Nullable(string, 'The participant that has, or will get, the command.')
  readonly participant!: string | null;

  @Nullable(uuid, 'The saga that holds the lock, or the child saga, where that is known.')
  readonly sagaId!: string | null;

  @ApiProperty({
    type: [WaitingPauseView],
    description:
      'With `paused`: what holds it, that which ends last first; at most ten. `until` is the ' +
      'instant from which none of them does. Empty: nothing, or it is not known what.',
  })
  readonly pauses!: readonly WaitingPauseView[];
}

/** What an open saga waits for, in one sentence and as data. */
@ApiSchema({ name: 'Waiting' })
export class WaitingView implements Waiting.ReadableWaiting {
  @ApiProperty({
    ...CODES,
    description: 'Of the most telling thing that it waits for: what needs a person comes first.',
  })
  readonly code!: Waiting.Code;

  @ApiProperty({
    ...text('One sentence for people.'),
    maxLength: Waiting.TEXT_CHARS_MAX,
    example:
      'undoing reserveStock is stuck since 2030-01-01T03:12:07Z: shipping answered ERR_LOCKED ' +
      '10 times; nothing happens until you act; 2 of 3 steps are undone.',
  })
  readonly text!: string;

  @ApiProperty({ ...instant, description: 'When that began.' })
  readonly since!: string;

  @Nullable(
    instant,
    'When something happens to the saga by itself; null: nothing does until somebody acts.',
  )
  readonly until!: string | null;

  @ApiProperty({
    type: [WaitingOnView],
    description: 'All that it waits for, the most telling first; of steps the first 20.',
  })
  readonly on!: readonly WaitingOnView[];
}
