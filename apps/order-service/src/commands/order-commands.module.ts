import { ParticipantModule } from '#participant';
import { Module } from '@nestjs/common';
import { OrderCommandsController } from './order-commands.controller.js';

/** Handles the conductor's commands. It is a separate Nest application beside the REST API. */
@Module({ imports: [ParticipantModule], controllers: [OrderCommandsController] })
export class OrderCommandsModule {}
