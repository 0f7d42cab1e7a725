import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, Matches } from 'class-validator';
import type { LifeStatus } from '#failures';
import { FailureQueries, UndeliveredQueries, type Undelivered } from '#queries';
import { visibleDefinitions } from '../edge/access/identity.js';
import { Needs } from '../edge/access/needs.js';
import { Cursors } from '../edge/cursor.js';
import { PageQuery } from '../edge/page-query.js';
import { type Caller, FromCaller, UUID } from '../edge/request-parts.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import {
  FailureGroup,
  FailuresView,
  GroupMemberPage,
  toGroupView,
  toMemberView,
  type UndeliveredView,
} from './failure-views.js';
import { FingerprintParam, groupNotFound, readFingerprint } from './fingerprint-param.js';
import { LIFE_STATUSES } from './life-view.js';

const STATUS_LIST = new RegExp(
  `^(?:${LIFE_STATUSES.join('|')})(?:,(?:${LIFE_STATUSES.join('|')})){0,4}$`,
);

class FailureListQuery {
  @ApiPropertyOptional({
    description:
      'Only groups that people made this of, with a comma between several, and then also those ' +
      'that no saga is in now. Left out: all that sagas are in.',
    example: 'new,regressed',
  })
  @IsOptional()
  @IsString()
  @Matches(STATUS_LIST, { message: `status must be of ${LIFE_STATUSES.join(', ')}, with commas` })
  status?: string;
}

/** What sagas are in trouble with. */
@ApiTags('Operators')
@ApiBearerAuth()
@Controller('v1/admin/failures')
export class FailureController {
  constructor(
    private readonly failures: FailureQueries,
    private readonly outbox: UndeliveredQueries,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'listFailureGroups',
    summary: 'Stuck and retrying sagas, and commands that no broker takes, grouped by reason',
    answers: { 200: FailuresView },
    problems: ['VALIDATION_FAILED'],
  })
  async list(
    @Query() query: FailureListQuery,
    @FromCaller() caller: Caller,
  ): Promise<FailuresView> {
    const seen = visibleDefinitions(caller);
    const statuses = query.status === undefined ? null : (query.status.split(',') as LifeStatus[]);
    const [{ groups, truncated }, undelivered] = await Promise.all([
      this.failures.groups({ statuses, seen }),
      this.outbox.find(seen),
    ]);
    return { groups: groups.map(toGroupView), truncated, undelivered: undelivered.map(toView) };
  }

  @Get(':fingerprint')
  @Needs('viewer', 'filtered')
  @FingerprintParam()
  @DocumentedCall({
    id: 'getFailureGroup',
    summary: 'One group of sagas with the same trouble',
    answers: { 200: FailureGroup },
    problems: ['FAILURE_GROUP_NOT_FOUND'],
  })
  async show(
    @Param('fingerprint') text: string,
    @FromCaller() caller: Caller,
  ): Promise<FailureGroup> {
    const fingerprint = readFingerprint(text);
    const group = await this.failures.group(fingerprint, visibleDefinitions(caller));
    if (group === null) throw groupNotFound(fingerprint);
    return toGroupView(group);
  }

  @Get(':fingerprint/sagas')
  @Needs('viewer', 'filtered')
  @FingerprintParam()
  @DocumentedCall({
    id: 'listSagasOfFailureGroup',
    summary: 'The sagas that are in a group now, the oldest first',
    answers: { 200: GroupMemberPage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID', 'FAILURE_GROUP_NOT_FOUND'],
  })
  async members(
    @Param('fingerprint') text: string,
    @Query() query: PageQuery,
    @FromCaller() caller: Caller,
  ): Promise<GroupMemberPage> {
    const fingerprint = readFingerprint(text);
    const list = this.cursors.open(`failure-sagas:${fingerprint}`, query, [UUID]);
    const seen = visibleDefinitions(caller);
    const page = { fingerprint, afterId: list.after, limit: list.limit + 1, seen };
    const rows = await this.failures.members(page);
    if (rows.length === 0 && list.after === null) await this.show(fingerprint, caller);
    return list.ofRows(rows, { toItem: toMemberView, toParts: ({ sagaId }) => [sagaId] });
  }
}

function toView({ oldestAt, ...group }: Undelivered): UndeliveredView {
  return { ...group, oldestAt: oldestAt.toISOString() };
}
