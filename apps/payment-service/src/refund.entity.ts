import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Captured money given back. */
@Entity('refund')
export class Refund {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'capture_id', type: 'uuid' })
  captureId!: string;

  @Column({ type: 'numeric', precision: 12, scale: 2 })
  amount!: string;
}
