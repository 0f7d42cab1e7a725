import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { EndOfSequel, FollowedCommand, FollowedWait } from '#preview';
import type { Direction, pausing } from '#engine';
import type { JsonValue } from '#protocol';
import { DIRECTIONS, SAGA_STATUSES } from '../openapi/engine-enums.js';
import { AnyJson, Nullable } from '../openapi/fields.js';
import { instant, integer, text, uuid } from '../openapi/schema-parts.js';
import { SCOPE_SCHEMA } from '../pauses/pause-scope.js';
import { SagaErrorView } from '../sagas/saga-parts.js';

const string = { type: 'string' } as const;
const TIMERS = ['deadline', 'lock', 'timeout', 'next-attempt', 'wait', 'delay'] as const;
const WAITS: readonly FollowedWait['what'][] = [
  ...(['delay', 'next-attempt', 'lock', 'signal', 'event', 'time'] as const),
];
const SEQUEL_ENDS: readonly EndOfSequel[] = ['too-much', 'stuck', 'waiting'];

@ApiSchema({ name: 'PreviewedCommand' })
export class PreviewedCommandView {
  @ApiProperty({ example: 'ship' })
  readonly step!: string;

  @ApiProperty(integer)
  readonly iteration!: number;

  @ApiProperty({ enum: DIRECTIONS })
  readonly direction!: Direction;

  @ApiProperty(integer)
  readonly attempt!: number;

  @ApiProperty({ example: 'shipping.ship' })
  readonly command!: string;

  @ApiProperty({ example: 'shipping' })
  readonly participant!: string;

  @Nullable(string, 'The queue it goes to. null: it is for a child saga, and goes to no queue.')
  readonly queue!: string | null;

  @AnyJson('The payload. null also where `isDataShown` is false.')
  readonly data!: JsonValue;

  @ApiProperty({
    description:
      '`data` is what would be sent. false: it depends on what is not there yet, or a routing ' +
      'slip is passed on, or all that is shown is too large.',
  })
  readonly isDataShown!: boolean;

  @ApiProperty({
    enum: ['conductor', 'participant'],
    description: '`participant`: on a routing slip, that of the command before passes it on.',
  })
  readonly sentBy!: FollowedCommand['sentBy'];

  @ApiProperty({
    enum: ['succeeded', 'undone', 'not-done'],
    description: 'How the reply is taken to be in `then`.',
  })
  readonly assumed!: FollowedCommand['assumed'];

  @ApiProperty({
    type: () => [PreviewedCommandView],
    description: 'What goes out because of its reply, if all goes well.',
  })
  readonly then!: readonly PreviewedCommandView[];
}

@ApiSchema({ name: 'PreviewedEvent' })
export class PreviewedEventView {
  @ApiProperty({ example: 'saga.abandoned.order-fulfilment' })
  readonly event!: string;

  @AnyJson('Without instants, which are not known yet. null also where it is too large to show.')
  readonly data!: JsonValue;
}

@ApiSchema({ name: 'LostUndo' })
export class LostUndoView {
  @ApiProperty()
  readonly step!: string;

  @ApiProperty(text('The command or event that would have undone it.'))
  readonly by!: string;
}

@ApiSchema({ name: 'SagaTimer' })
export class TimerView {
  @ApiProperty({ enum: TIMERS })
  readonly what!: (typeof TIMERS)[number];

  @Nullable(string, 'null: of the whole saga.')
  readonly step!: string | null;

  @ApiProperty({ ...instant, description: 'As it would be, were the action taken now.' })
  readonly at!: string;
}

@ApiSchema({ name: 'SagaClock' })
export class ClockView {
  @ApiProperty({ enum: TIMERS })
  readonly what!: (typeof TIMERS)[number];

  @Nullable(string, 'null: of the whole saga.')
  readonly step!: string | null;

  @ApiProperty({ ...integer, description: 'What it has left while it stands still, in ms.' })
  readonly leftMs!: number;
}

/** A pause that holds a part of a saga. */
@ApiSchema({ name: 'PreviewedPause' })
export class PreviewedPauseView {
  @Nullable(uuid, 'null: the saga itself is paused.')
  readonly id!: string | null;

  @Nullable(SCOPE_SCHEMA as object, 'What is paused. null: the saga itself.')
  readonly scope!: pausing.PauseScope | null;

  @ApiProperty({ description: 'Who paused it.' })
  readonly by!: string;

  @ApiProperty()
  readonly reason!: string;

  @ApiProperty(instant)
  readonly since!: string;

  @Nullable(instant, 'It ends by itself then. null: somebody has to end it.')
  readonly until!: string | null;
}

@ApiSchema({ name: 'PreviewedWait' })
export class LaterView {
  @ApiProperty({
    enum: WAITS,
    description: '`time`: several things, whose time is up at the same instant.',
  })
  readonly what!: (typeof WAITS)[number];

  @Nullable(string, 'null: it is not for one step.')
  readonly step!: string | null;

  @Nullable(string, 'Of the signal or the event. null: it waits for none.')
  readonly name!: string | null;

  @Nullable(integer, 'How long, in ms. null: nobody knows.')
  readonly ms!: number | null;

  @ApiProperty({ example: 'then waits at cool for 3 d' })
  readonly text!: string;

  @ApiProperty({ type: () => [PreviewedCommandView], description: 'What goes out after it.' })
  readonly then!: readonly PreviewedCommandView[];
}

@ApiSchema({ name: 'PreviewedStuckStep' })
export class PreviewedStuckStepView {
  @ApiProperty({ example: 'ship' })
  readonly step!: string;

  @ApiProperty({ enum: DIRECTIONS })
  readonly direction!: Direction;

  @Nullable(SagaErrorView, 'null: it is out of attempts.')
  readonly error!: SagaErrorView | null;
}

@ApiSchema({ name: 'SagaPreviewEnd' })
export class PreviewEndView {
  @ApiProperty({ enum: SAGA_STATUSES })
  readonly status!: string;

  @ApiProperty({ type: [String], description: 'Steps that wait for a signal or an event then.' })
  readonly waitsOn!: readonly string[];

  @ApiProperty({
    type: [PreviewedStuckStepView],
    description: 'Steps that are stuck then, and why; the first 20.',
  })
  readonly stuckOn!: readonly PreviewedStuckStepView[];

  @ApiProperty({ description: 'There is more that follows: the look ends after 100 commands.' })
  readonly isCut!: boolean;

  @Nullable(
    { type: 'string', enum: [...SEQUEL_ENDS] },
    'Why the look ends there while the saga does not. null: the saga has ended.',
  )
  readonly endsBecause!: EndOfSequel | null;

  @ApiProperty({ description: 'The same for people.', example: 'the saga is completed' })
  readonly text!: string;
}
