import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The text on the card that is enclosed with a parcel. */
@Entity('gift_note')
export class GiftNote {
  @PrimaryColumn({ name: 'command_key', type: 'text' })
  commandKey!: string;

  @Column({ name: 'saga_id', type: 'text' })
  sagaId!: string;

  @Column({ type: 'text' })
  text!: string;
}
