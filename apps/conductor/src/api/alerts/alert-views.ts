import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ALERT_KINDS, type AlertRoute, type AlertState } from '#alerts';
import type { AlertQueries } from '#queries';
import { Nullable, PageOf } from '../openapi/fields.js';
import { arrayOf, instant, integer, text, uuid } from '../openapi/schema-parts.js';

/** Something that is not as it should be. */
@ApiSchema({ name: 'Alert' })
export class AlertView {
  @ApiProperty(text('What is wrong with what: there is one alert for it.'))
  readonly key!: string;

  @ApiProperty({ enum: ALERT_KINDS })
  readonly kind!: string;

  @ApiProperty()
  readonly title!: string;

  @ApiProperty()
  readonly text!: string;

  @ApiProperty({ ...integer, description: 'How many it is about.' })
  readonly count!: number;

  @ApiProperty(instant)
  readonly since!: string;

  @Nullable(instant, 'When people were last told; null: it has not lasted long enough.')
  readonly toldAt!: string | null;

  @Nullable({ type: 'string' }, 'Names the group of failures; null: it is about none.')
  readonly fingerprint!: string | null;

  @Nullable(
    { type: 'string' },
    'Where it is settled in the console, a path below its address; null: on no page of its own.',
  )
  readonly place!: string | null;

  @ApiProperty({ ...arrayOf(uuid), description: 'At most 3, the oldest first.' } as object)
  readonly sampleSagaIds!: readonly string[];

  @ApiProperty(text('What to do first.'))
  readonly act!: string;
}

export class AlertsView {
  @ApiProperty({ type: [AlertView] })
  readonly alerts!: readonly AlertView[];
}

export function toAlertView({ key, since, finding, told }: AlertState): AlertView {
  const { kind, title, text: sentence, count, fingerprint, samples, act } = finding;
  const { place = null } = finding;
  return {
    ...{ key, kind, title, text: sentence, count, fingerprint, place },
    since: new Date(since).toISOString(),
    toldAt: told && new Date(told.at).toISOString(),
    sampleSagaIds: samples.map(({ sagaId }) => sagaId),
    act: act.text,
  };
}

/** Where alerts go; addresses and secrets are in the settings only. */
@ApiSchema({ name: 'AlertRoute' })
export class AlertRouteView {
  @ApiProperty()
  readonly name!: string;

  @ApiProperty({ enum: ['webhook', 'slack', 'smtp', 'events'] })
  readonly type!: AlertRoute['type'];

  @ApiProperty({ enum: ALERT_KINDS, isArray: true })
  readonly kinds!: readonly string[];
}

export class AlertRoutesView {
  @ApiProperty({ type: [AlertRouteView] })
  readonly routes!: readonly AlertRouteView[];
}

export class AlertTestView {
  @ApiProperty({ description: 'The receiver took it.' })
  readonly isDelivered!: boolean;

  @Nullable({ type: 'string' }, 'Why not; null: it took it.')
  readonly error!: string | null;

  @ApiProperty(integer)
  readonly tookMs!: number;
}

@ApiSchema({ name: 'AlertDelivery' })
export class DeliveryView {
  @ApiProperty({ ...uuid, description: 'The `webhook-id`, the same in all attempts.' })
  readonly id!: string;

  @ApiProperty()
  readonly route!: string;

  @ApiProperty({ enum: ['firing', 'resolved', 'more', 'test'] })
  readonly event!: string;

  @ApiProperty(text('Of the alert.'))
  readonly key!: string;

  @ApiProperty()
  readonly title!: string;

  @ApiProperty({
    enum: ['waiting', 'sent', 'given-up'],
    description: '`given-up`: the receiver was away for a day, or wants none of it.',
  })
  readonly status!: string;

  @ApiProperty(instant)
  readonly createdAt!: string;

  @ApiProperty({ ...integer, description: 'Attempts so far.' })
  readonly tries!: number;

  @Nullable(instant, 'Of the next attempt; null: there is none.')
  readonly nextTryAt!: string | null;

  @Nullable(instant)
  readonly sentAt!: string | null;

  @Nullable({ type: 'string' }, 'Of the last attempt that went wrong.')
  readonly lastError!: string | null;
}

export class DeliveryPage extends PageOf(DeliveryView) {}

type DeliveryRecord = Awaited<ReturnType<AlertQueries['deliveries']>>['rows'][number];

export function toDeliveryView(record: DeliveryRecord): DeliveryView {
  const { id, route, event, key, title, createdAt, tries, nextTryAt, sentAt, lastError } = record;
  const unsent = nextTryAt === null ? 'given-up' : 'waiting';
  return {
    ...{ id, route, event, key, title, tries, lastError },
    status: sentAt === null ? unsent : 'sent',
    createdAt: createdAt.toISOString(),
    nextTryAt: nextTryAt?.toISOString() ?? null,
    sentAt: sentAt?.toISOString() ?? null,
  };
}
