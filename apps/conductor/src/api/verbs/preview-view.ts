import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { SAGA_STATUSES } from '../openapi/engine-enums.js';
import { Nullable } from '../openapi/fields.js';
import { integer, uuid } from '../openapi/schema-parts.js';
import {
  ClockView,
  LaterView,
  LostUndoView,
  PreviewedCommandView,
  PreviewedEventView,
  PreviewedPauseView,
  PreviewEndView,
  TimerView,
} from './preview-parts.js';
import { ENGINE_VERBS, type EngineVerb } from './saga-verbs.js';

@ApiSchema({ name: 'SagaPreview' })
export class PreviewView {
  @ApiProperty(uuid)
  readonly sagaId!: string;

  @ApiProperty({ ...integer, description: 'The version that it was made for.' })
  readonly version!: number;

  @ApiProperty({ enum: ENGINE_VERBS })
  readonly action!: EngineVerb;

  @ApiProperty({
    pattern: '^([0-9a-f]{64}|•••)$',
    description:
      'Goes into the call that acts, which is then refused when it would do something else. The ' +
      'same as long as it would do the same.',
  })
  readonly previewHash!: string;

  @ApiProperty({ type: [PreviewedCommandView], description: 'What goes out at once, in order.' })
  readonly commands!: readonly PreviewedCommandView[];

  @ApiProperty({ ...integer, description: 'Commands that go out at once and are not shown.' })
  readonly commandsLeftOut!: number;

  @ApiProperty({ type: [PreviewedEventView], description: 'What is published at once.' })
  readonly events!: readonly PreviewedEventView[];

  @Nullable(uuid, 'The parent, which is told at once how its child ended. null: it is not.')
  readonly reportsTo!: string | null;

  @ApiProperty({
    type: [PreviewedCommandView],
    description: 'What would go out too, and does not: a pause holds it until it is over.',
  })
  readonly held!: readonly PreviewedCommandView[];

  @ApiProperty({ ...integer, description: 'Commands that are held and are not shown.' })
  readonly heldLeftOut!: number;

  @ApiProperty({ type: [PreviewedEventView], description: 'Events that are held as well.' })
  readonly heldEvents!: readonly PreviewedEventView[];

  @ApiProperty({ type: [PreviewedPauseView], description: 'What holds a part of the saga then.' })
  readonly heldBy!: readonly PreviewedPauseView[];

  @ApiProperty({
    type: [LostUndoView],
    description: 'Steps that could be undone until now, and whose undo nobody sends any more.',
  })
  readonly undoLost!: readonly LostUndoView[];

  @ApiProperty({ type: [String], description: 'Keys of locks, which pass to the next saga.' })
  readonly locksGivenBack!: readonly string[];

  @ApiProperty({ type: [TimerView] })
  readonly timersSet!: readonly TimerView[];

  @ApiProperty({ type: [TimerView] })
  readonly timersCleared!: readonly TimerView[];

  @ApiProperty({ type: [ClockView], description: 'They run now, and stand still after it.' })
  readonly timersStopped!: readonly ClockView[];

  @ApiProperty({ type: [ClockView], description: 'They stand still now, and go on after it.' })
  readonly timersGoingOn!: readonly ClockView[];

  @ApiProperty({ enum: SAGA_STATUSES })
  readonly statusBefore!: string;

  @ApiProperty({ enum: SAGA_STATUSES, description: 'At once.' })
  readonly statusAfter!: string;

  @ApiProperty({ enum: ['forward', 'backward'] })
  readonly directionAfter!: 'forward' | 'backward';

  @ApiProperty({
    type: [LaterView],
    description:
      'What the saga waits for once all commands are answered, one after the other, if all goes ' +
      'well: time passes, signals and events come.',
  })
  readonly later!: readonly LaterView[];

  @ApiProperty({
    type: PreviewEndView,
    description: 'Where it leads to, if all goes well, and every pause is over.',
  })
  readonly inTheEnd!: PreviewEndView;
}
