import { Body, Controller, Get, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AuditQueries, type AuditFilter } from '#queries';
import { Act } from '../edge/access/acts.js';
import { visibleDefinitions } from '../edge/access/identity.js';
import { ApiError } from '../edge/api-error.js';
import { Needs } from '../edge/access/needs.js';
import { AnswersWithin } from '../edge/answer-bound.js';
import { Cursors } from '../edge/cursor.js';
import { type Caller, type CallOrigin, FromCaller, FromOrigin } from '../edge/request-parts.js';
import { positionOf, TIME_POSITION } from '../edge/time-position.js';
import { MASKED } from '../masking/mask-answer.js';
import { MarkedDefinitions } from '../masking/marked-definitions.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { AuditVerdictView, AuditVerifyQuery, toVerifyOptions } from './audit-verdict-view.js';
import { AuditTrimmer } from './audit-trimmer.js';
import { AuditTrimDto, AuditTrimView } from './audit-trim.dto.js';
import { AuditVerifier } from './audit-verifier.js';
import { AuditPage, toAuditView } from './audit-view.js';
import { AuditQuery, toAuditFilter } from './audit.dto.js';

/** Longer than what is looked at in one call takes. */
const VERIFY_ANSWER_MAX_MS = 30_000;

/** What operators did, and what they were refused. */
@ApiTags('Operators')
@ApiBearerAuth()
@Controller('v1/admin/audit')
export class AuditController {
  constructor(
    private readonly records: AuditQueries,
    private readonly verifier: AuditVerifier,
    private readonly trimmer: AuditTrimmer,
    private readonly marked: MarkedDefinitions,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'listAuditRecords',
    summary: 'Who did what, and what was refused, newest first',
    answers: { 200: AuditPage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async list(@Query() query: AuditQuery, @FromCaller() caller: Caller): Promise<AuditPage> {
    const filter = this.asSeen(toAuditFilter(query), caller);
    const list = this.cursors.open('audit', query, TIME_POSITION);
    const page = await this.records.list({
      filter,
      limit: list.limit,
      before: positionOf(list),
      seen: visibleDefinitions(caller),
    });
    return list.of(page, {
      toItem: toAuditView,
      toParts: ({ position }) => [position.at, position.id],
    });
  }

  /** Whoever does not see the keys of locks does not find them by asking either. */
  private asSeen(filter: AuditFilter, caller: Caller): AuditFilter {
    const { subject } = filter;
    const isOpen = caller.role !== 'viewer' || this.marked.isEmpty;
    if (isOpen || subject?.kind !== 'lock' || subject.id === undefined) return filter;
    return { ...filter, subject: { kind: 'lock', id: MASKED } };
  }

  @Get('verify')
  @AnswersWithin(VERIFY_ANSWER_MAX_MS)
  @Needs('viewer')
  @DocumentedCall({
    id: 'verifyAudit',
    summary: 'Whether the audit log still is what was recorded',
    description:
      'Follows the chain of hashes for at most 20 s; when it is not complete, call again with ' +
      '`after`. Shows changes of the database by other hands, unless they made the whole rest of ' +
      'the chain anew: for that, give a head that was kept elsewhere as `expect`. Viewers are ' +
      'shown no hashes, and may not ask for one, once a definition marks anything as sensitive.',
    answers: { 200: AuditVerdictView },
    problems: ['VALIDATION_FAILED', 'LISTS_BUSY', 'READ_TOO_SLOW'],
  })
  verify(
    @Query() query: AuditVerifyQuery,
    @FromCaller() caller: Caller,
  ): Promise<AuditVerdictView> {
    // whether a hash is right says whether a guess of what it was made of is
    if (query.expect !== undefined && caller.role === 'viewer' && !this.marked.isEmpty) {
      throw new ApiError('FORBIDDEN', 'Definitions hide data from viewers: this needs operator.');
    }
    return this.verifier.verify(toVerifyOptions(query));
  }

  @Post('trim')
  @HttpCode(HttpStatus.OK)
  @Needs('admin')
  @Act('trim-audit')
  @DocumentedCall({
    id: 'trimAudit',
    summary: 'Delete the oldest records of the audit log, at most 10,000',
    description: 'It is an act itself. The chain of hashes goes on from the last deleted record.',
    answers: { 200: AuditTrimView },
    problems: ['VALIDATION_FAILED', 'BODY_TOO_LARGE', 'CONTENT_TYPE_UNSUPPORTED'],
  })
  trim(@Body() body: AuditTrimDto, @FromOrigin() origin: CallOrigin): Promise<AuditTrimView> {
    return this.trimmer.trim(body, origin);
  }
}
