import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Needs, NeedsNobody } from '../edge/access/needs.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { Liveness, ReadinessReport } from './health-views.js';
import { Metrics } from './metrics.js';
import { Readiness } from './readiness.js';

@ApiTags('Health')
@Controller()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  @NeedsNobody()
  @DocumentedCall({
    id: 'getLiveness',
    summary: 'The process runs; looks at nothing else',
    answers: { 200: Liveness },
  })
  live(): Liveness {
    return { status: 'live' };
  }

  @Get('health/ready')
  @NeedsNobody()
  @DocumentedCall({
    id: 'getReadiness',
    summary: 'Whether this replica should get requests',
    description: '503 when it should not. Degraded means: starts are safe, commands wait.',
    answers: { 200: ReadinessReport, 503: ReadinessReport },
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessReport> {
    const report = await this.readiness.check();
    if (report.status === 'not-ready') void reply.code(HttpStatus.SERVICE_UNAVAILABLE);
    return report;
  }

  @Get('metrics')
  @Needs('viewer')
  @ApiBearerAuth()
  @DocumentedCall({
    id: 'getMetrics',
    summary: 'Prometheus metrics, as text',
    answers: { 200: 'text' },
  })
  async showMetrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type(this.metrics.contentType);
    return this.metrics.collect();
  }
}
