import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { SagaDefinition } from '#definition';
import { paint, paintCounts, planOf, toSvg } from '#graph';
import { StoredDefinitionCatalog } from '#persistence';
import { SagaQueries } from '#queries';
import { Needs } from '../edge/access/needs.js';
import { ApiError } from '../edge/api-error.js';
import { readId, readVersion } from '../edge/request-parts.js';
import { DocumentedCall, SagaIdParam, VersionParam } from '../openapi/documented-call.js';
import { toSagaView } from '../sagas/to-saga-view.js';
import { OpenCounts } from './open-counts.js';
import { PictureQuery, PlanView } from './plan-view.js';

/** Pictures of definitions and sagas. Reads only. */
@ApiTags('Sagas')
@ApiBearerAuth()
@Controller('v1')
export class GraphController {
  constructor(
    private readonly sagas: SagaQueries,
    private readonly definitions: StoredDefinitionCatalog,
    private readonly counts: OpenCounts,
  ) {}

  @Get('definitions/:name/versions/:version/plan')
  @Needs('viewer', 'definition')
  @VersionParam()
  @DocumentedCall({
    id: 'getDefinitionPlan',
    summary: 'The steps of a definition and their undos, as a picture needs them',
    answers: { 200: PlanView },
    problems: ['DEFINITION_NOT_FOUND'],
  })
  async plan(@Param('name') name: string, @Param('version') version: string): Promise<PlanView> {
    return planOf(await this.load(name, readVersion(version)));
  }

  @Get('definitions/:name/versions/:version/graph.svg')
  @Needs('viewer', 'definition')
  @VersionParam()
  @DocumentedCall({
    id: 'drawDefinition',
    summary: 'A picture of a definition: its steps and the way back',
    answers: { 200: 'svg' },
    problems: ['DEFINITION_NOT_FOUND', 'VALIDATION_FAILED'],
  })
  async drawDefinition(
    @Param('name') name: string,
    @Param('version') version: string,
    @Query() query: PictureQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const definition = await this.load(name, readVersion(version));
    const plan = planOf(definition);
    const isCounted = query.counts === 'true';
    const picture = isCounted
      ? paintCounts(plan, (await this.counts.ofVersion(name, definition.version)).steps)
      : paint(plan, null);
    void reply.type('image/svg+xml');
    return toSvg(picture, `${definition.name} v${definition.version}`);
  }

  @Get('sagas/:id/graph.svg')
  @Needs('viewer', 'saga')
  @SagaIdParam()
  @DocumentedCall({
    id: 'drawSaga',
    summary: 'A picture of a saga: what it did, what it undid, and what is ahead',
    answers: { 200: 'svg' },
    problems: ['SAGA_NOT_FOUND'],
  })
  async drawSaga(
    @Param('id') idText: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const id = readId(idText, 'SAGA_NOT_FOUND');
    const state = await this.sagas.find(id);
    if (state === null) throw new ApiError('SAGA_NOT_FOUND', `There is no saga ${id}.`);
    const { name, version } = state.definition;
    const definition = await this.load(name, version);
    void reply.type('image/svg+xml');
    const picture = paint(planOf(definition), toSagaView(state));
    return toSvg(picture, `${name} v${version}, saga ${id}: ${state.status}`);
  }

  private async load(name: string, version: number): Promise<SagaDefinition> {
    const definition = await this.definitions.load(name, version);
    if (definition !== null) return definition;
    throw new ApiError('DEFINITION_NOT_FOUND', `There is no version ${version} of ${name}.`);
  }
}
