import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A product and its number of pieces. */
export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

/** Stock reserved for an order. */
@Entity('reservation')
export class Reservation {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /**
   * The idempotency key of the command that created it, which is all that its compensation knows.
   */
  @Column({ name: 'command_key', type: 'text' })
  commandKey!: string;

  @Column({ name: 'saga_id', type: 'text' })
  sagaId!: string;

  @Column({ name: 'order_id', type: 'text' })
  orderId!: string;

  /** Each sku appears once. */
  @Column({ type: 'jsonb' })
  lines!: readonly Line[];

  @Column({ type: 'text' })
  status!: 'reserved' | 'released' | 'shipped';

  @Column({ name: 'updated_at', type: 'timestamptz', insert: false, update: true })
  updatedAt!: Date;
}
