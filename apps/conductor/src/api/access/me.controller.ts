import { Controller, Get, Inject } from '@nestjs/common';
import { ApiBearerAuth, ApiProperty, ApiSchema, ApiTags } from '@nestjs/swagger';
import { FourEyes } from '../edge/access/four-eyes.js';
import { ROLES } from '../edge/access/identity.js';
import { Needs, refuseRole } from '../edge/access/needs.js';
import { FromCaller, type Caller } from '../edge/request-parts.js';
import { RouteTable } from '../edge/route-table.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { Nullable } from '../openapi/fields.js';
import { text } from '../openapi/schema-parts.js';

@ApiSchema({ name: 'Me' })
class MeView {
  @ApiProperty(text('The name that the audit log shows.'))
  readonly actor!: string;

  @ApiProperty({ enum: ROLES })
  readonly role!: string;

  @Nullable({ type: 'array', items: { type: 'string' } }, 'null: all.')
  readonly definitions!: readonly string[] | null;

  @Nullable({ type: 'string' }, 'What it showed, such as `key:<id>`; null: no login is needed.')
  readonly credential!: string | null;

  @ApiProperty({
    type: [String],
    description: 'The ids of the operations of this document that its role allows, sorted.',
  })
  readonly operations!: readonly string[];

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { makeApiKey: 'This needs the role admin; wall has the role viewer.' },
    description: 'Why the other operations of this document are refused, by their ids.',
  })
  readonly refused!: Readonly<Record<string, string>>;

  @ApiProperty({
    type: [String],
    example: ['abandon', 'skip@place-order'],
    description: 'Acts for which the caller needs a second person: of all definitions, or of one.',
  })
  readonly needsSecond!: readonly string[];
}

/** Tells callers who they are, so that a console can say what they may do. */
@ApiTags('Access')
@ApiBearerAuth()
@Controller('v1/me')
export class MeController {
  constructor(
    @Inject(RouteTable) private readonly routes: RouteTable,
    @Inject(FourEyes) private readonly fourEyes: FourEyes,
  ) {}

  @Get()
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'getMe',
    summary: 'Who calls, and what the caller may do',
    answers: { 200: MeView },
  })
  show(@FromCaller() caller: Caller): MeView {
    const { actor, role, definitions, credential } = caller;
    const judged = this.routes
      .operations()
      .map(({ id, access }) => ({ id, refusal: refuseRole(caller, access) }));
    const operations = judged.filter(({ refusal }) => refusal === null).map(({ id }) => id);
    const refused = judged.flatMap(({ id, refusal }) =>
      refusal === null ? [] : [[id, refusal.detail] as const],
    );
    return {
      ...{ actor, role, credential, operations, refused: Object.fromEntries(refused) },
      needsSecond: this.fourEyes.listFor(caller),
      definitions: definitions === 'all' ? null : definitions,
    };
  }
}
