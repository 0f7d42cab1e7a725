import { Controller, Get } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OrderApiError } from './problem.js';

@Controller('health')
export class HealthController {
  constructor(private readonly dataSource: DataSource) {}

  /** The process answers; nothing else is checked. */
  @Get('live')
  live(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  /**
   * Orders can be stored. The conductor may be away: orders wait for their sagas until it is back.
   */
  @Get('ready')
  async ready(): Promise<{ readonly status: 'ok' }> {
    try {
      await this.dataSource.query('select 1');
    } catch {
      // Only reported to the caller: the pool reconnects by itself.
      throw new OrderApiError('NOT_READY', 'The database cannot be reached.');
    }
    return { status: 'ok' };
  }
}
