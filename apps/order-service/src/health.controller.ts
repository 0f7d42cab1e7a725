import { Controller, Get } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OrderApiError } from './problem.js';

@Controller('health')
export class HealthController {
  constructor(private readonly dataSource: DataSource) {}

  /** The process answers; nothing else is looked at. */
  @Get('live')
  live(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  /** Orders can be stored. The conductor may be away: its sagas stay owed. */
  @Get('ready')
  async ready(): Promise<{ readonly status: 'ok' }> {
    try {
      await this.dataSource.query('select 1');
    } catch {
      // Whoever watches is told so; the pool connects again by itself.
      throw new OrderApiError('NOT_READY', 'The database cannot be reached.');
    }
    return { status: 'ok' };
  }
}
