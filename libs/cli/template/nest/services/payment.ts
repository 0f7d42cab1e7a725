import { CommandRefused, ParticipantModule } from '@conductor/participant';
import type { CommandContext } from '@conductor/participant';
import { Controller, Module } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { serve } from './participant.js';

const LIMIT = 1000;

@Entity()
class Charge {
  @PrimaryColumn('text')
  id!: string;

  @Column('numeric')
  amount!: number;
}

class CreateCharge1760000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table charge (id text primary key, amount numeric not null)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table charge');
  }
}

interface ChargeCustomer {
  readonly orderId: string;
  readonly amount: number;
}

@Controller()
class PaymentHandlers {
  @MessagePattern('payment.charge')
  async charge(@Payload() { amount }: ChargeCustomer, @Ctx() context: CommandContext) {
    const { manager, idempotencyKey } = context;
    if (amount > LIMIT) throw new CommandRefused('LIMIT_EXCEEDED', `more than ${LIMIT} at once`);
    await manager.insert(Charge, { id: idempotencyKey, amount });
    return { chargeId: idempotencyKey };
  }
}

@Module({ imports: [ParticipantModule], controllers: [PaymentHandlers] })
class PaymentModule {}

await serve({
  name: 'payment',
  databaseUrl: process.env.PAYMENT_DATABASE_URL,
  module: PaymentModule,
  entities: [Charge],
  migrations: [CreateCharge1760000000000],
});
