import {
  applyDecorators,
  Body,
  Controller,
  HttpCode,
  HttpStatus,
  Param,
  Post,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { LifeAct } from '#failures';
import { Act } from '../edge/access/acts.js';
import { Needs } from '../edge/access/needs.js';
import { ApiError } from '../edge/api-error.js';
import { type Caller, FromCaller } from '../edge/request-parts.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { FailureGroup } from './failure-views.js';
import { FingerprintParam } from './fingerprint-param.js';
import { AcknowledgeDto, GroupActDto, MuteDto, ResolveDto } from './failure.dto.js';
import { GroupCalls } from './group-calls.js';

/** An act on a group, which answers with it. */
function GroupCall(call: { readonly id: string; readonly summary: string }): MethodDecorator {
  return applyDecorators(
    HttpCode(HttpStatus.OK),
    FingerprintParam(),
    DocumentedCall({
      ...call,
      answers: { 200: FailureGroup },
      problems: [
        'VALIDATION_FAILED',
        'FAILURE_GROUP_NOT_FOUND',
        'FAILURE_GROUP_CHANGED',
        'FAILURE_GROUP_STATUS',
        'BODY_TOO_LARGE',
        'CONTENT_TYPE_UNSUPPORTED',
      ],
    }),
  );
}

/** What people make of a group. Each act is one row in the audit log. */
@ApiTags('Operators')
@ApiBearerAuth()
@Controller('v1/admin/failures/:fingerprint')
export class FailureActsController {
  constructor(private readonly calls: GroupCalls) {}

  @Post('acknowledge')
  @Needs('operator', 'filtered')
  @Act('acknowledge-group', 'now')
  @GroupCall({ id: 'acknowledgeFailureGroup', summary: 'Somebody looks after a group' })
  acknowledge(
    @Param('fingerprint') fingerprint: string,
    @Body() body: AcknowledgeDto,
    @FromCaller() caller: Caller,
  ): Promise<FailureGroup> {
    const { owner = caller.actor, note = null } = body;
    return this.apply(fingerprint, { name: 'acknowledge', owner, note }, { body, caller });
  }

  @Post('mute')
  @Needs('operator', 'filtered')
  @Act('mute-group', 'now')
  @GroupCall({ id: 'muteFailureGroup', summary: 'Nobody is told of a group for a while' })
  mute(
    @Param('fingerprint') fingerprint: string,
    @Body() body: MuteDto,
    @FromCaller() caller: Caller,
  ): Promise<FailureGroup> {
    const until = body.until === undefined ? null : readFuture(body.until);
    const { sagas = null } = body;
    if (until === null && sagas === null) {
      throw invalid('/until', 'Say until when (until), or until how many more sagas (sagas).');
    }
    return this.apply(fingerprint, { name: 'mute', until, sagas }, { body, caller });
  }

  @Post('resolve')
  @Needs('operator', 'filtered')
  @Act('resolve-group', 'now')
  @GroupCall({ id: 'resolveFailureGroup', summary: 'What a group has is mended' })
  resolve(
    @Param('fingerprint') fingerprint: string,
    @Body() body: ResolveDto,
    @FromCaller() caller: Caller,
  ): Promise<FailureGroup> {
    const { inVersion = null, note = null } = body;
    return this.apply(fingerprint, { name: 'resolve', inVersion, note }, { body, caller });
  }

  @Post('reopen')
  @Needs('operator', 'filtered')
  @Act('reopen-group', 'now')
  @GroupCall({ id: 'reopenFailureGroup', summary: 'A group is new again' })
  reopen(
    @Param('fingerprint') fingerprint: string,
    @Body() body: GroupActDto,
    @FromCaller() caller: Caller,
  ): Promise<FailureGroup> {
    return this.apply(fingerprint, { name: 'reopen' }, { body, caller });
  }

  private apply(
    fingerprint: string,
    what: LifeAct,
    request: { readonly body: GroupActDto; readonly caller: Caller },
  ): Promise<FailureGroup> {
    return this.calls.apply(fingerprint, { what, ...request });
  }
}

/** @throws ApiError VALIDATION_FAILED */
function readFuture(text: string): number {
  const at = Date.parse(text);
  if (at > Date.now()) return at;
  throw invalid(
    '/until',
    'until must be an instant that is yet to come, such as 2030-01-31T08:00Z',
  );
}

function invalid(path: string, message: string): ApiError {
  const errors = [{ path, rule: 'mute', message }];
  return new ApiError('VALIDATION_FAILED', message, { errors });
}
