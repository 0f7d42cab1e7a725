import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Money taken from an authorization. */
@Entity('capture')
export class Capture {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'command_key', type: 'text' })
  commandKey!: string;

  @Column({ name: 'authorization_id', type: 'uuid' })
  authorizationId!: string;

  @Column({ type: 'numeric', precision: 12, scale: 2 })
  amount!: string;
}
