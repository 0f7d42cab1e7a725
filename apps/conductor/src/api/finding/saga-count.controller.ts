import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiProperty, ApiSchema, ApiTags } from '@nestjs/swagger';
import { FILTER_STATUSES } from '#filters';
import { SagaCountQueries, type SagaCounts } from '#queries';
import { visibleDefinitions } from '../edge/access/identity.js';
import { Needs } from '../edge/access/needs.js';
import { type Caller, FromCaller } from '../edge/request-parts.js';
import { leftOut } from '../masking/left-out.js';
import { MarkedDefinitions } from '../masking/marked-definitions.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { integer } from '../openapi/schema-parts.js';
import { SagaFilterQuery, toSagaFilter } from './saga-filter.dto.js';

@ApiSchema({ name: 'SagaCounts' })
class SagaCountsView implements SagaCounts {
  @ApiProperty(integer)
  readonly count!: number;

  @ApiProperty({ description: 'false: there are at least as many.' })
  readonly isExact!: boolean;

  @ApiProperty({
    type: 'object',
    properties: Object.fromEntries(FILTER_STATUSES.map((status) => [status, integer])),
    required: [...FILTER_STATUSES],
    additionalProperties: false,
  })
  readonly byStatus!: SagaCounts['byStatus'];
}

@ApiTags('Sagas')
@ApiBearerAuth()
@Controller('v1/sagas/count')
export class SagaCountController {
  constructor(
    private readonly counts: SagaCountQueries,
    private readonly marked: MarkedDefinitions,
  ) {}

  @Get()
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'countSagas',
    summary: 'Count the sagas that the list has with the same filters',
    description:
      'Exact for sagas that have not ended, and for all when nothing but `status`, `definition` ' +
      'and `version` is asked for. With other filters ended sagas are counted up to 100,000.',
    answers: { 200: SagaCountsView },
    problems: ['VALIDATION_FAILED'],
  })
  count(@Query() query: SagaFilterQuery, @FromCaller() caller: Caller): Promise<SagaCountsView> {
    const filter = toSagaFilter(query);
    const without = leftOut(caller, filter, this.marked);
    return this.counts.count(filter, { seen: visibleDefinitions(caller), without });
  }
}
