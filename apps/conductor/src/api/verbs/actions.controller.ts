import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { STEP_NAME_CHARS_MAX, type SagaDefinition } from '#definition';
import { operatorStores, StoredDefinitionCatalog } from '#persistence';
import { SagaQueries } from '#queries';
import { FourEyes } from '../edge/access/four-eyes.js';
import { Needs } from '../edge/access/needs.js';
import { ApiError } from '../edge/api-error.js';
import { type Caller, FromCaller, readId } from '../edge/request-parts.js';
import { TextLength } from '../edge/text-length.js';
import { DocumentedCall, SagaIdParam } from '../openapi/documented-call.js';
import { ActionsView } from './actions-view.js';
import { possibleActions } from './possible-actions.js';

/** An iteration is named with its number: `reserve[1023]`. */
const ITERATION_CHARS = 8;

class ActionsQuery {
  @ApiPropertyOptional({ description: 'Only what may be done to this step, beside the saga.' })
  @IsOptional()
  @IsString()
  @TextLength(1, STEP_NAME_CHARS_MAX + ITERATION_CHARS)
  step?: string;
}

/** What may be done to a saga. Reads only. */
@ApiTags('Operators')
@ApiBearerAuth()
@SagaIdParam()
@Controller('v1/sagas/:id/actions')
export class ActionsController {
  constructor(
    private readonly sagas: SagaQueries,
    private readonly definitions: StoredDefinitionCatalog,
    @Inject(operatorStores.ExemptionStore)
    private readonly exemptions: operatorStores.ExemptionStore,
    @Inject(FourEyes) private readonly fourEyes: FourEyes,
  ) {}

  @Get()
  @Needs('viewer', 'saga')
  @DocumentedCall({
    id: 'listSagaActions',
    summary: 'What may be done to a saga now, by this caller, and why not',
    description:
      'Every verb in every form that this saga has for it, by the same table as the calls ' +
      'themselves. A saga moves: the call may still be refused, unless `expectedVersion` holds.',
    answers: { 200: ActionsView },
    problems: ['SAGA_NOT_FOUND', 'VALIDATION_FAILED'],
  })
  async list(
    @Param('id') idText: string,
    @Query() query: ActionsQuery,
    @FromCaller() caller: Caller,
  ): Promise<ActionsView> {
    const id = readId(idText, 'SAGA_NOT_FOUND');
    const [state, exemption] = await Promise.all([this.sagas.find(id), this.exemptions.find(id)]);
    const { name = '', version = 0 } = state?.definition ?? {};
    const definition = state && (await this.definitions.load(name, version));
    if (!state || !definition) throw new ApiError('SAGA_NOT_FOUND', `There is no saga ${id}.`);
    const latest = state.endedAt === null ? await this.latestBut(definition) : null;
    return possibleActions({ definition, state, latest }, query.step ?? null, {
      caller,
      isExempt: exemption !== null,
      fourEyes: this.fourEyes,
    });
  }
  private async latestBut({ name, version }: SagaDefinition): Promise<SagaDefinition | null> {
    const latest = await this.definitions.resolve(name, null);
    if (latest.type !== 'found' || latest.version === version) return null;
    return this.definitions.load(name, latest.version);
  }
}
