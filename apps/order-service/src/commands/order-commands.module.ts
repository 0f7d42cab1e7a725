import { ParticipantModule } from '#participant';
import { Module } from '@nestjs/common';
import { OrderCommandsController } from './order-commands.controller.js';

/** What the conductor asks for. It is an application of its own beside the REST API. */
@Module({ imports: [ParticipantModule], controllers: [OrderCommandsController] })
export class OrderCommandsModule {}
