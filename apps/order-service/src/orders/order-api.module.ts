import { EventOutbox, type ParticipantLogger } from '#participant';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { HealthController } from '../health.controller.js';
import { OrderApiController } from './order-api.controller.js';
import { OrderPlacement } from './order-placement.js';
import { ProblemFilter } from '../problem.filter.js';
import { createRequestPipe } from '../request-validation.js';

/** Handles customers' requests. */
@Module({})
export class OrderApiModule {
  static with(parts: {
    readonly dataSource: DataSource;
    readonly eventOutbox: EventOutbox;
    readonly logger: ParticipantLogger;
  }): DynamicModule {
    return {
      module: OrderApiModule,
      controllers: [OrderApiController, HealthController],
      providers: [
        OrderPlacement,
        { provide: DataSource, useValue: parts.dataSource },
        { provide: EventOutbox, useValue: parts.eventOutbox },
        { provide: APP_FILTER, useValue: new ProblemFilter(parts.logger) },
        { provide: APP_PIPE, useValue: createRequestPipe() },
      ],
    };
  }
}
