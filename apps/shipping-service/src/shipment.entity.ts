import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A parcel on its way. */
@Entity('shipment')
export class Shipment {
  @PrimaryColumn({ name: 'tracking_id', type: 'text' })
  trackingId!: string;

  @Column({ name: 'command_key', type: 'text' })
  commandKey!: string;

  @Column({ name: 'order_id', type: 'text' })
  orderId!: string;
}
