import { Body, Controller, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Act } from '../edge/access/acts.js';
import { Needs } from '../edge/access/needs.js';
import { AnswersWithin } from '../edge/answer-bound.js';
import { Cursors } from '../edge/cursor.js';
import { type CallOrigin, FromOrigin, readVersion, UUID } from '../edge/request-parts.js';
import { DocumentedCall, VersionParam } from '../openapi/documented-call.js';
import { confirmedOf, MigrateDto, MigrateQuery, MIGRATION_LIMIT_DEFAULT } from './migration.dto.js';
import { MigrationView } from './migration-view.js';
import { SagaMigrator } from './saga-migrator.js';

/** A call may migrate hundreds of sagas, one transition each, so it may take longer than others. */
const MIGRATION_ANSWER_MAX_MS = 60_000;

@ApiTags('Definitions')
@ApiBearerAuth()
@VersionParam()
@Controller('v1/definitions/:name/versions/:version')
export class MigrationController {
  constructor(
    private readonly migrator: SagaMigrator,
    private readonly cursors: Cursors,
  ) {}

  @Post('migrate')
  @Needs('operator', 'definition')
  @Act('migrate')
  @AnswersWithin(MIGRATION_ANSWER_MAX_MS)
  @HttpCode(HttpStatus.OK)
  @DocumentedCall({
    id: 'migrateSagas',
    summary: 'Have open sagas of other versions go on by this one, if their past fits',
    description:
      'Says for each saga that does not fit why not. The same call again moves only what has not ' +
      'moved yet. More sagas than the limit: go on with `next` as the cursor.',
    answers: { 200: MigrationView },
    problems: [
      'DEFINITION_NOT_FOUND',
      'DEFINITION_RETIRED',
      'VALIDATION_FAILED',
      'CURSOR_INVALID',
      'BODY_TOO_LARGE',
      'CONTENT_TYPE_UNSUPPORTED',
    ],
  })
  async migrate(
    @Param('name') definition: string,
    @Param('version') version: string,
    @Query() query: MigrateQuery,
    @Body() body: MigrateDto,
    @FromOrigin() origin: CallOrigin,
  ): Promise<MigrationView> {
    const { cursor } = query;
    const question = { kind: 'migration', filter: { definition, version, from: body.from } };
    const afterId = cursor ? this.cursors.read(question, cursor, [UUID])[0] : null;
    const { lastId, ...view } = await this.migrator.migrate({
      definition,
      version: readVersion(version),
      from: body.from ?? null,
      limit: body.limit ?? MIGRATION_LIMIT_DEFAULT,
      afterId: afterId ?? null,
      isDryRun: query.dryRun === 'true',
      confirmed: confirmedOf(body),
      origin,
      reason: body.reason,
    });
    return { ...view, next: lastId === null ? null : this.cursors.issue(question, [lastId]) };
  }
}
