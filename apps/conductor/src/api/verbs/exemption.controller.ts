import {
  Body,
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Inject,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { ApiBearerAuth, ApiProperty, ApiSchema, ApiTags } from '@nestjs/swagger';
import { operatorStores } from '#persistence';
import { Act } from '../edge/access/acts.js';
import { visibleDefinitions } from '../edge/access/identity.js';
import { Needs } from '../edge/access/needs.js';
import { ApiError } from '../edge/api-error.js';
import { Cursors } from '../edge/cursor.js';
import { PageQuery } from '../edge/page-query.js';
import {
  type Caller,
  type CallOrigin,
  FromCaller,
  FromOrigin,
  readId,
  UUID,
} from '../edge/request-parts.js';
import type { ProblemCode } from '../edge/problems.js';
import { DocumentedCall, SagaIdParam } from '../openapi/documented-call.js';
import { PageOf } from '../openapi/fields.js';
import { instant, text, uuid } from '../openapi/schema-parts.js';
import { SAGA_VERBS } from './saga-verbs.js';
import { ReasonDto } from '../edge/text-length.js';

@ApiSchema({ name: 'Exempted' })
class ExemptedView {
  @ApiProperty(uuid)
  readonly sagaId!: string;

  @ApiProperty({ description: 'No retention deletes the saga.' })
  readonly exempt!: boolean;
}

@ApiSchema({ name: 'Exemption' })
class ExemptionView {
  @ApiProperty(uuid)
  readonly sagaId!: string;

  @ApiProperty(text('Who exempted it.'))
  readonly actor!: string;

  @ApiProperty()
  readonly reason!: string;

  @ApiProperty({ ...instant, description: 'Since when.' })
  readonly since!: string;
}

class ExemptionPage extends PageOf(ExemptionView) {}

const PROBLEMS: readonly ProblemCode[] = [
  'VALIDATION_FAILED',
  'SAGA_NOT_FOUND',
  'BODY_TOO_LARGE',
  'CONTENT_TYPE_UNSUPPORTED',
];

/** Sagas that no retention deletes. Repeating a call changes nothing. */
@ApiTags('Operators')
@ApiBearerAuth()
@Controller('v1/admin')
export class ExemptionController {
  constructor(
    @Inject(operatorStores.ExemptionStore)
    private readonly exemptions: operatorStores.ExemptionStore,
    private readonly cursors: Cursors,
  ) {}

  @Post('sagas/:id/exempt')
  @Needs(SAGA_VERBS.exempt.needs, 'saga')
  @Act('exempt')
  @SagaIdParam()
  @HttpCode(HttpStatus.OK)
  @DocumentedCall({
    id: 'exemptSaga',
    summary: 'Keep a saga: no retention deletes it',
    answers: { 200: ExemptedView },
    problems: PROBLEMS,
  })
  async exempt(
    @Param('id') idText: string,
    @Body() { reason }: ReasonDto,
    @FromOrigin() origin: CallOrigin,
  ): Promise<ExemptedView> {
    const sagaId = readId(idText, 'SAGA_NOT_FOUND');
    if (!(await this.exemptions.exempt(sagaId, { ...origin, reason }))) throw notFound(sagaId);
    return { sagaId, exempt: true };
  }

  @Post('sagas/:id/unexempt')
  @Needs(SAGA_VERBS.unexempt.needs, 'saga')
  @Act('unexempt')
  @SagaIdParam()
  @HttpCode(HttpStatus.OK)
  @DocumentedCall({
    id: 'unexemptSaga',
    summary: 'Let retention delete a saga again',
    answers: { 200: ExemptedView },
    problems: PROBLEMS,
  })
  async unexempt(
    @Param('id') idText: string,
    @Body() { reason }: ReasonDto,
    @FromOrigin() origin: CallOrigin,
  ): Promise<ExemptedView> {
    const sagaId = readId(idText, 'SAGA_NOT_FOUND');
    if (!(await this.exemptions.unexempt(sagaId, { ...origin, reason }))) throw notFound(sagaId);
    return { sagaId, exempt: false };
  }

  @Get('exemptions')
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'listExemptions',
    summary: 'List sagas that no retention deletes, by id',
    answers: { 200: ExemptionPage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async list(@Query() query: PageQuery, @FromCaller() caller: Caller): Promise<ExemptionPage> {
    const list = this.cursors.open('exemptions', query, [UUID]);
    const rows = await this.exemptions.list({
      afterId: list.after,
      limit: list.limit + 1,
      seen: visibleDefinitions(caller),
    });
    return list.ofRows(rows, { toItem: toView, toParts: ({ sagaId }) => [sagaId] });
  }
}

function toView({ createdAt, ...exemption }: operatorStores.Exemption): ExemptionView {
  return { ...exemption, since: createdAt.toISOString() };
}

function notFound(sagaId: string): ApiError {
  return new ApiError('SAGA_NOT_FOUND', `There is no saga ${sagaId}.`);
}
