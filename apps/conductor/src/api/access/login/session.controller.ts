import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiParam, ApiProperty, ApiSchema, ApiTags } from '@nestjs/swagger';
import { accessStores } from '#persistence';
import { Act } from '../../edge/access/acts.js';
import { ROLES } from '../../edge/access/identity.js';
import { Needs } from '../../edge/access/needs.js';
import { SESSION_ID } from '../../edge/access/sessions/session-cookie.js';
import { Sessions } from '../../edge/access/sessions/sessions.js';
import { ApiError } from '../../edge/api-error.js';
import { Cursors } from '../../edge/cursor.js';
import { PageQuery } from '../../edge/page-query.js';
import { type CallOrigin, FromOrigin } from '../../edge/request-parts.js';
import { ReasonDto } from '../../edge/text-length.js';
import { DocumentedCall } from '../../openapi/documented-call.js';
import { Nullable, PageOf } from '../../openapi/fields.js';
import { instant, text } from '../../openapi/schema-parts.js';

@ApiSchema({ name: 'Session' })
class SessionView {
  @ApiProperty(text('The part of the cookie that is no secret.'))
  readonly id!: string;

  @ApiProperty(text('Who logged in, as the audit log has it.'))
  readonly actor!: string;

  @ApiProperty({ enum: ROLES, description: 'At the login; of a key the role is that of the key.' })
  readonly role!: string;

  @Nullable({ type: 'array', items: { type: 'string' } }, 'null: all.')
  readonly definitions!: readonly string[] | null;

  @ApiProperty(text('What was shown: `key:<id>`, `setting:<name>`, `oidc:<subject>`.'))
  readonly credential!: string;

  @ApiProperty(instant)
  readonly createdAt!: string;

  @ApiProperty(instant)
  readonly expiresAt!: string;
}

class SessionPage extends PageOf(SessionView) {}

/** Logins of browsers. */
@ApiTags('Access')
@ApiBearerAuth()
@Controller('v1/admin/sessions')
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly store: accessStores.SessionStore,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @Needs('admin')
  @DocumentedCall({
    id: 'listSessions',
    summary: 'List logins of browsers that have not ended, by id',
    answers: { 200: SessionPage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async list(@Query() query: PageQuery): Promise<SessionPage> {
    const list = this.cursors.open('sessions', query, [SESSION_ID]);
    const rows = await this.store.list({ afterId: list.after, limit: list.limit + 1 });
    return list.ofRows(rows, { toItem: toView, toParts: ({ id }) => [id] });
  }

  @Post(':id/end')
  @Needs('admin')
  @Act('end-session')
  @ApiParam({ name: 'id', schema: { type: 'string' }, description: 'The id of a session.' })
  @HttpCode(HttpStatus.OK)
  @DocumentedCall({
    id: 'endSession',
    summary: 'End the login of a browser now, on every replica within five seconds',
    answers: { 200: SessionView },
    problems: [
      'VALIDATION_FAILED',
      'SESSION_NOT_FOUND',
      'BODY_TOO_LARGE',
      'CONTENT_TYPE_UNSUPPORTED',
    ],
  })
  async end(
    @Param('id') id: string,
    @Body() { reason }: ReasonDto,
    @FromOrigin() { confirmedBy: _, isRepeated: _known, ...origin }: CallOrigin,
  ): Promise<SessionView> {
    const act = { ...origin, reason, request: {} };
    const ended = SESSION_ID.test(id) ? await this.sessions.endBy(id, act) : null;
    if (ended !== null) return toView(ended);
    throw new ApiError('SESSION_NOT_FOUND', 'There is none with this id, or it has ended.');
  }
}

function toView(session: accessStores.ListedSession): SessionView {
  const { id, actor, role, definitions, credential, createdAt, expiresAt } = session;
  return {
    ...{ id, actor, role, definitions, credential },
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
