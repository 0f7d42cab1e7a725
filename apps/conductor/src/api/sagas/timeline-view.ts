import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Direction, OperatorAction, Timeline } from '#engine';
import { DIRECTIONS } from '../openapi/engine-enums.js';
import { membersOf, Nullable, PageOf } from '../openapi/fields.js';
import { EVENT_MEANINGS } from '../openapi/history-meanings.js';
import { instant, integer, text } from '../openapi/schema-parts.js';
import { SagaErrorView } from './saga-parts.js';

const string = { type: 'string' } as const;
const WHAT = [...Object.keys(EVENT_MEANINGS), 'reply-ignored'];

const ACTIONS = membersOf<OperatorAction['name']>({
  retry: true,
  skip: true,
  compensate: true,
  cancel: true,
  settle: true,
  'release-lock': true,
  pause: true,
  resume: true,
  abandon: true,
  migrate: true,
});

@ApiSchema({ name: 'ActedBy' })
class ActedByView implements Timeline.ActedBy {
  @ApiProperty()
  readonly actor!: string;

  @ApiProperty({ enum: ACTIONS })
  readonly action!: OperatorAction['name'];

  @ApiProperty()
  readonly reason!: string;

  @Nullable(string, 'The second person, who confirmed it; null: nobody had to.')
  readonly confirmedBy!: string | null;
}

@ApiSchema({ name: 'TimelineEntry' })
export class TimelineEntryView {
  @ApiProperty(instant)
  readonly at!: string;

  @Nullable(integer, 'The version of the saga after it; null: it changed nothing.')
  readonly version!: number | null;

  @Nullable(string, 'The step or the iteration of a loop; null: the saga as a whole.')
  readonly step!: string | null;

  @Nullable({ ...string, enum: DIRECTIONS }, 'null: no command is in question.')
  readonly direction!: Direction | null;

  @ApiProperty({
    enum: WHAT,
    description: 'The type of the event in the history, or `reply-ignored`.',
  })
  readonly what!: Timeline.What;

  @Nullable(integer)
  readonly attempt!: number | null;

  @Nullable(string)
  readonly participant!: string | null;

  @Nullable(string)
  readonly command!: string | null;

  @Nullable(
    integer,
    'From a command to its outcome, from the beginning of a wait to its end, or from the start ' +
      'of the saga to its end. null: it ends nothing, or what it ends began 200 transitions ' +
      'before the page.',
  )
  readonly durationMs!: number | null;

  @Nullable(ActedByView, 'The operator whose action led to it.')
  readonly by!: ActedByView | null;

  @Nullable(SagaErrorView)
  readonly error!: SagaErrorView | null;

  @ApiProperty(text('The same for people, on one line.'))
  readonly text!: string;
}

export class TimelinePage extends PageOf(TimelineEntryView) {}

export function toTimelineEntry({ at, ...entry }: Timeline.Entry): TimelineEntryView {
  return { at: new Date(at).toISOString(), ...entry };
}
