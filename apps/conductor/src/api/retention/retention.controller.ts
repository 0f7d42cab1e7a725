import { Body, Controller, Get, HttpCode, HttpStatus, Inject, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Reader } from '#database';
import { operatorStores } from '#persistence';
import { RetentionKeeper } from '../../workers/retention-keeper.js';
import { Act } from '../edge/access/acts.js';
import { Needs } from '../edge/access/needs.js';
import { ApiError } from '../edge/api-error.js';
import { type CallOrigin, FromOrigin } from '../edge/request-parts.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { ClearedView, ClearRetentionDto, SetRetentionDto } from './retention.dto.js';
import { RetentionChangeView, RetentionView, toRuleView } from './retention-views.js';

/** Within the time of one answer, with what else it does. */
const COUNT_BUDGET_MS = 1_500;

/** How many sagas rules would delete, however many have ended. */
export class DueCounts {
  constructor(private readonly reader: Reader) {}

  of(rules: readonly operatorStores.RuleDays[]): Promise<operatorStores.DueSagas> {
    return operatorStores.countDueSagas(this.reader, rules, { budgetMs: COUNT_BUDGET_MS });
  }
}

/** For how long sagas are kept once they have ended. */
@ApiTags('Operators')
@ApiBearerAuth()
@Controller('v1/admin/retention')
export class RetentionController {
  constructor(
    @Inject(operatorStores.RetentionRules) private readonly rules: operatorStores.RetentionRules,
    private readonly counts: DueCounts,
    private readonly keeper: RetentionKeeper,
  ) {}

  @Get()
  @Needs('viewer')
  @DocumentedCall({
    id: 'getRetention',
    summary: 'For how long ended sagas are kept, and how many were deleted',
    answers: { 200: RetentionView },
  })
  async get(): Promise<RetentionView> {
    const [rules, deleted] = await Promise.all([this.rules.list(), this.rules.deleted()]);
    return { rules: rules.map(toRuleView), deleted };
  }

  @Post()
  @Needs('admin')
  @Act('set-retention')
  @HttpCode(HttpStatus.OK)
  @DocumentedCall({
    id: 'setRetention',
    summary: 'Delete ended sagas after so many days; as a dry run first',
    description:
      'The rule replaces the one that the definition had. It applies to what has ended already, ' +
      'from now on, in portions. Setting what is set changes nothing.',
    answers: { 200: RetentionChangeView },
    problems: [
      'VALIDATION_FAILED',
      'DEFINITION_NOT_FOUND',
      'RETENTION_CHANGED',
      'BODY_TOO_LARGE',
      'CONTENT_TYPE_UNSUPPORTED',
      'READ_TOO_SLOW',
    ],
  })
  async set(
    @Body() body: SetRetentionDto,
    @FromOrigin() origin: CallOrigin,
  ): Promise<RetentionChangeView> {
    const { reason, definition = null, dryRun = false, expectedRevision = null } = body;
    const { completedDays, compensatedDays, abandonedDays } = body;
    const days = {
      completed: completedDays ?? null,
      compensated: compensatedDays ?? null,
      abandoned: abandonedDays ?? null,
    };
    const before = await this.rules.list();
    const others = before.filter((rule) => rule.definition !== definition);
    const due = await this.counts.of([...others, { definition, ...days }]);
    if (dryRun) {
      const known = before.find((rule) => rule.definition === definition);
      return { dryRun, rule: known ? toRuleView(known) : null, due };
    }
    const change = await this.rules.set(definition, days, { ...origin, reason, expectedRevision });
    if (change.type === 'no-definition') {
      const detail = `There is no definition ${definition}.`;
      throw new ApiError('DEFINITION_NOT_FOUND', detail);
    }
    if (change.type === 'changed') {
      const detail = `The rule has revision ${change.revision}: look at it again.`;
      throw new ApiError('RETENTION_CHANGED', detail);
    }
    this.keeper.rulesChanged();
    return { dryRun, rule: toRuleView(change.rule), due };
  }

  @Post('clear')
  @Needs('admin')
  @Act('clear-retention')
  @HttpCode(HttpStatus.OK)
  @DocumentedCall({
    id: 'clearRetention',
    summary: 'Withdraw a rule; without any, ended sagas are kept for ever',
    answers: { 200: ClearedView },
    problems: ['VALIDATION_FAILED', 'BODY_TOO_LARGE', 'CONTENT_TYPE_UNSUPPORTED'],
  })
  async clear(
    @Body() { definition = null, reason }: ClearRetentionDto,
    @FromOrigin() origin: CallOrigin,
  ): Promise<ClearedView> {
    return { cleared: await this.rules.clear(definition, { ...origin, reason }) };
  }
}
