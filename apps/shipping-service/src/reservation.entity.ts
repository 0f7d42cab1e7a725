import { Column, Entity, PrimaryColumn } from 'typeorm';

/** So many pieces of one kind. */
export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

/** Pieces taken from the stock for an order. */
@Entity('reservation')
export class Reservation {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** The idempotency key of the command that made it: all that its compensation knows. */
  @Column({ name: 'command_key', type: 'text' })
  commandKey!: string;

  @Column({ name: 'saga_id', type: 'text' })
  sagaId!: string;

  @Column({ name: 'order_id', type: 'text' })
  orderId!: string;

  /** Each sku once. */
  @Column({ type: 'jsonb' })
  lines!: readonly Line[];

  @Column({ type: 'text' })
  status!: 'reserved' | 'released' | 'shipped';

  @Column({ name: 'updated_at', type: 'timestamptz', insert: false, update: true })
  updatedAt!: Date;
}
