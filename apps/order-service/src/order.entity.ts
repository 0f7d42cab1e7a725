import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A product and its number of pieces. */
export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
}

/** `pending` while its saga runs. */
export type OrderStatus = 'pending' | 'confirmed' | 'rejected';

@Entity('customer_order')
export class Order {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ name: 'customer_id', type: 'text', nullable: true })
  customerId!: string | null;

  @Column({ type: 'jsonb' })
  lines!: readonly OrderLine[];

  /** A decimal number with two digits after the point, as text. */
  @Column({ type: 'numeric', precision: 12, scale: 2, nullable: true })
  amount!: string | null;

  @Column({ type: 'text' })
  status!: OrderStatus;

  /** Why it was rejected; null: it was not. */
  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'tracking_id', type: 'text', nullable: true })
  trackingId!: string | null;

  /** null: not known yet. */
  @Column({ name: 'saga_id', type: 'text', nullable: true })
  sagaId!: string | null;

  /** The Idempotency-Key of the request that placed it. */
  @Column({ name: 'placement_key', type: 'text', nullable: true })
  placementKey!: string | null;

  /** A hash of that request's content. */
  @Column({ name: 'placement_fingerprint', type: 'bytea', nullable: true })
  placementFingerprint!: Buffer | null;

  @Column({ name: 'created_at', type: 'timestamptz', insert: false, update: false })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', insert: false })
  updatedAt!: Date;
}
