import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Money held on a card. The card's full number is not stored anywhere. */
@Entity('card_authorization')
export class CardAuthorization {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /**
   * The idempotency key of the command that created it, which is all that its compensation knows.
   */
  @Column({ name: 'command_key', type: 'text' })
  commandKey!: string;

  @Column({ name: 'order_id', type: 'text' })
  orderId!: string;

  /** A decimal number with two digits after the point, as text. */
  @Column({ type: 'numeric', precision: 12, scale: 2 })
  amount!: string;

  @Column({ name: 'card_last_four', type: 'text', nullable: true })
  cardLastFour!: string | null;

  @Column({ type: 'text' })
  status!: 'authorized' | 'captured' | 'refunded' | 'voided';

  @Column({ name: 'updated_at', type: 'timestamptz', insert: false, update: true })
  updatedAt!: Date;
}
