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
  Res,
} from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { compileDefinition } from '#definition';
import { planOf } from '#graph';
import { DEFINITION_NAME, type JsonValue } from '#protocol';
import { DefinitionStore, type DefinitionVersion } from '#persistence';
import { FAULTS } from '#simulation';
import { Act } from '../edge/access/acts.js';
import { visibleDefinitions } from '../edge/access/identity.js';
import { Needs } from '../edge/access/needs.js';
import { LOGGER } from '../../logger-token.js';
import { ApiError } from '../edge/api-error.js';
import { Cursors } from '../edge/cursor.js';
import {
  type Caller,
  type CallOrigin,
  FromCaller,
  FromOrigin,
  readVersion,
} from '../edge/request-parts.js';
import { DocumentedCall, VersionParam } from '../openapi/documented-call.js';
import { PageQuery } from '../edge/page-query.js';
import { PostDefinitionQuery, RetireDto, ValidateDefinitionQuery } from './definition.dto.js';
import { DefinitionRegistry } from './definition-registry.js';
import {
  DefinitionPage,
  DefinitionVersionView,
  DefinitionView,
  DefinitionWithVersionsView,
  FailureMatrixView,
  PostedDefinitionView,
  ValidationReportView,
} from './definition-views.js';
import { computeFailurePaths } from './failure-paths.js';

const DEFINITION_BODY = { schema: { $ref: '#/components/schemas/DefinitionDocument' } };
/** Programs post their definitions at every start, so the answer does not depend on a header. */
const NO_REASON = '(none was given)';
const RETIRE_PROBLEMS = [
  ...(['DEFINITION_NOT_FOUND', 'VALIDATION_FAILED'] as const),
  ...(['BODY_TOO_LARGE', 'CONTENT_TYPE_UNSUPPORTED'] as const),
];
const MATRIX_TOO_LARGE = {
  path: '/steps',
  rule: 'matrix-too-large',
  message: 'the failure matrix has too many paths to be computed here',
};

@ApiTags('Definitions')
@ApiBearerAuth()
@Controller('v1/definitions')
export class DefinitionController {
  constructor(
    private readonly store: DefinitionStore,
    private readonly registry: DefinitionRegistry,
    private readonly cursors: Cursors,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Post()
  @Needs('admin')
  @Act('post-definition')
  @ApiBody(DEFINITION_BODY)
  @DocumentedCall({
    id: 'postDefinition',
    summary: 'Store a definition under the next version of its name',
    description:
      'Identical to a version that is there, even a retired one: 200 with that version. Starts ' +
      'take the latest that is not retired: `latest` and a warning say when that is another one. ' +
      'Both answers have the warnings that `validate` gives.',
    answers: { 201: PostedDefinitionView, 200: PostedDefinitionView },
    problems: ['DEFINITION_INVALID', 'BODY_TOO_LARGE', 'CONTENT_TYPE_UNSUPPORTED'],
  })
  async post(
    @Body() document: JsonValue,
    @Query() query: PostDefinitionQuery,
    @FromOrigin() origin: CallOrigin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PostedDefinitionView> {
    const { isNew, ...posted } = await this.registry.post(document ?? null, {
      ...origin,
      reason: query.reason ?? NO_REASON,
    });
    void reply
      .code(isNew ? HttpStatus.CREATED : HttpStatus.OK)
      .header('location', `/v1/definitions/${posted.name}/versions/${posted.version}`);
    return posted;
  }

  @Post('validate')
  @Needs('viewer', 'filtered')
  @HttpCode(HttpStatus.OK)
  @ApiBody(DEFINITION_BODY)
  @DocumentedCall({
    id: 'validateDefinition',
    summary: 'Check a definition; nothing is stored',
    answers: { 200: ValidationReportView },
    problems: ['VALIDATION_FAILED', 'BODY_TOO_LARGE', 'CONTENT_TYPE_UNSUPPORTED'],
  })
  async validate(
    @Body() document: JsonValue,
    @Query() query: ValidateDefinitionQuery,
    @FromCaller() caller: Caller,
  ): Promise<ValidationReportView> {
    const seen = visibleDefinitions(caller);
    const result = await this.registry.check(document ?? null, seen);
    if (!result.ok) {
      const nothing = { warnings: [], plan: null, failureMatrix: null };
      return { valid: false, errors: result.faults, ...nothing };
    }
    const { definition } = result;
    const isAsked = query.failureMatrix !== 'false';
    const paths = isAsked ? await computeFailurePaths(definition) : null;
    const found = await this.registry.warningsOf(result, seen);
    const warnings = [...found, ...(isAsked && paths === null ? [MATRIX_TOO_LARGE] : [])];
    const plan = planOf(definition);
    return { valid: true, errors: [], warnings, plan, failureMatrix: paths };
  }

  @Get()
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'listDefinitions',
    summary: 'List definitions by name, each with its newest version',
    answers: { 200: DefinitionPage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async list(@Query() query: PageQuery, @FromCaller() caller: Caller): Promise<DefinitionPage> {
    const list = this.cursors.open('definitions', query, [DEFINITION_NAME]);
    const rows = await this.store.list({
      afterName: list.after,
      limit: list.limit + 1,
      seen: visibleDefinitions(caller),
    });
    return list.ofRows(rows, {
      toItem: ({ description, versions, ...version }) => ({
        ...toVersionView(version),
        description,
        versions,
      }),
      toParts: ({ name }) => [name],
    });
  }

  @Get(':name')
  @Needs('viewer', 'definition')
  @DocumentedCall({
    id: 'getDefinition',
    summary: 'Show the newest version of a definition, and what versions there are',
    answers: { 200: DefinitionWithVersionsView },
    problems: ['DEFINITION_NOT_FOUND'],
  })
  async showLatest(@Param('name') name: string): Promise<DefinitionWithVersionsView> {
    const [latest, versions] = await Promise.all([this.read(name), this.store.versionsOf(name)]);
    return { ...latest, versions: versions.map(toVersionView) };
  }

  @Get(':name/versions/:version')
  @Needs('viewer', 'definition')
  @VersionParam()
  @DocumentedCall({
    id: 'getDefinitionVersion',
    summary: 'Show one version of a definition',
    answers: { 200: DefinitionView },
    problems: ['DEFINITION_NOT_FOUND'],
  })
  show(@Param('name') name: string, @Param('version') version: string): Promise<DefinitionView> {
    return this.read(name, readVersion(version));
  }

  @Get(':name/versions/:version/failure-matrix')
  @Needs('viewer', 'definition')
  @VersionParam()
  @DocumentedCall({
    id: 'getFailureMatrix',
    summary: 'What a saga does for every step and every way it can go wrong',
    description: 'Run by the engine in virtual time. `null` when there are too many paths.',
    answers: { 200: FailureMatrixView },
    problems: ['DEFINITION_NOT_FOUND'],
  })
  async showFailureMatrix(
    @Param('name') name: string,
    @Param('version') versionText: string,
  ): Promise<FailureMatrixView> {
    const version = readVersion(versionText);
    const { document } = await this.read(name, version);
    const result = compileDefinition(document, version, { isStored: true });
    if (!result.ok) throw new Error(`${name}@${version} does not compile any more`);
    const paths = await computeFailurePaths(result.definition);
    return { name, version, paths, faults: FAULTS };
  }

  @Post(':name/versions/:version/retire')
  @Needs('admin')
  @Act('retire-definition')
  @VersionParam()
  @HttpCode(HttpStatus.OK)
  @DocumentedCall({
    id: 'retireDefinitionVersion',
    summary: 'Start no new sagas with this version; running ones go on',
    answers: { 200: DefinitionVersionView },
    problems: RETIRE_PROBLEMS,
  })
  async retire(
    @Param('name') name: string,
    @Param('version') versionText: string,
    @Body() { reason }: RetireDto,
    @FromOrigin() origin: CallOrigin,
  ): Promise<DefinitionVersionView> {
    return this.change('retire', name, versionText, { ...origin, reason });
  }

  @Post(':name/versions/:version/unretire')
  @Needs('admin')
  @Act('unretire-definition')
  @VersionParam()
  @HttpCode(HttpStatus.OK)
  @DocumentedCall({
    id: 'unretireDefinitionVersion',
    summary: 'Start sagas with this version again',
    description: 'Starts without a version take the latest that is not retired.',
    answers: { 200: DefinitionVersionView },
    problems: RETIRE_PROBLEMS,
  })
  async unretire(
    @Param('name') name: string,
    @Param('version') versionText: string,
    @Body() { reason }: RetireDto,
    @FromOrigin() origin: CallOrigin,
  ): Promise<DefinitionVersionView> {
    return this.change('unretire', name, versionText, { ...origin, reason });
  }

  private async change(
    verb: 'retire' | 'unretire',
    name: string,
    versionText: string,
    by: CallOrigin & { readonly reason: string },
  ): Promise<DefinitionVersionView> {
    const changed = await this.store[verb](name, readVersion(versionText), by);
    if (changed === null) throw notFound(name);
    const { version } = changed;
    const { actor, reason } = by;
    this.logger.info({ definition: name, version, actor, reason }, `${verb}d`);
    return toVersionView(changed);
  }

  private async read(name: string, version?: number): Promise<DefinitionView> {
    const stored = await this.store.find(name, version);
    if (stored === null) throw notFound(name);
    return { ...toVersionView(stored), document: stored.document };
  }
}

function toVersionView(stored: DefinitionVersion): DefinitionVersionView {
  const { name, version, hash, createdAt, retiredAt } = stored;
  return {
    name,
    version,
    hash,
    createdAt: createdAt.toISOString(),
    retiredAt: retiredAt?.toISOString() ?? null,
  };
}

function notFound(name: string): ApiError {
  return new ApiError('DEFINITION_NOT_FOUND', `There is no such definition or version: ${name}.`);
}
