import { CommandRefused, ParticipantModule } from '@conductor/participant';
import type { CommandContext } from '@conductor/participant';
import { Controller, Module } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { Column, Entity, MoreThan, PrimaryColumn } from 'typeorm';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { serve } from './participant.js';

@Entity()
class Stock {
  @PrimaryColumn('text')
  sku!: string;

  @Column('integer')
  count!: number;
}

@Entity()
class Reservation {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  sku!: string;
}

/** TypeORM runs it once: its name ends with when it was written, in milliseconds. */
class CreateStock1760000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table stock (sku text primary key, count integer not null)');
    await runner.query("insert into stock (sku, count) values ('lamp', 10), ('chair', 0)");
    await runner.query('create table reservation (id text primary key, sku text not null)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table reservation, stock');
  }
}

interface ReserveStock {
  readonly orderId: string;
  readonly sku: string;
}

@Controller()
class StockHandlers {
  @MessagePattern('stock.reserve')
  async reserve(@Payload() { sku }: ReserveStock, @Ctx() context: CommandContext) {
    // the one transaction of the command: an injected repository would be outside of it
    const { manager, idempotencyKey } = context;
    const left = await manager.decrement(Stock, { sku, count: MoreThan(0) }, 'count', 1);
    if (left.affected === 0) throw new CommandRefused('SOLD_OUT', `there is no ${sku} left`);
    await manager.insert(Reservation, { id: idempotencyKey, sku });
    return { reservationId: idempotencyKey };
  }

  /** Called only when the reservation took effect, and once. */
  @MessagePattern('stock.release')
  async release(@Ctx() { manager, idempotencyKey: id }: CommandContext) {
    const { sku } = await manager.findOneByOrFail(Reservation, { id });
    await manager.delete(Reservation, { id });
    await manager.increment(Stock, { sku }, 'count', 1);
  }
}

@Module({ imports: [ParticipantModule], controllers: [StockHandlers] })
class StockModule {}

await serve({
  name: 'stock',
  databaseUrl: process.env.STOCK_DATABASE_URL,
  module: StockModule,
  entities: [Stock, Reservation],
  migrations: [CreateStock1760000000000],
});
