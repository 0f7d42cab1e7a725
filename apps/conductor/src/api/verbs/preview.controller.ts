import { Body, Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Needs } from '../edge/access/needs.js';
import { readId } from '../edge/request-parts.js';
import { DocumentedCall, SagaIdParam } from '../openapi/documented-call.js';
import { PreviewDto, toAction } from './preview.dto.js';
import { PreviewView } from './preview-view.js';
import { Previews } from './previews.js';
import { codesOf, ENGINE_VERBS } from './saga-verbs.js';

const REFUSALS = [...new Set(ENGINE_VERBS.flatMap((verb) => codesOf(verb)))];

/** What an action would lead to. Reads only. */
@ApiTags('Operators')
@ApiBearerAuth()
@SagaIdParam()
@Controller('v1/admin/sagas/:id/preview')
export class PreviewController {
  constructor(private readonly previews: Previews) {}

  @Post()
  @Needs('viewer', 'saga')
  @HttpCode(HttpStatus.OK)
  @DocumentedCall({
    id: 'previewAction',
    summary: 'What an action on a saga would send and change, and what would follow',
    description:
      'Decided by the engine on the saga as it is; nothing is changed. Refused as the action ' +
      'itself would be. Give `previewHash` to the action, and it is done only as previewed.',
    answers: { 200: PreviewView },
    problems: [
      'VALIDATION_FAILED',
      'SAGA_NOT_FOUND',
      'DEFINITION_NOT_FOUND',
      'BODY_TOO_LARGE',
      'CONTENT_TYPE_UNSUPPORTED',
      ...REFUSALS,
    ],
  })
  preview(@Param('id') idText: string, @Body() body: PreviewDto): Promise<PreviewView> {
    const id = readId(idText, 'SAGA_NOT_FOUND');
    return this.previews.preview(id, toAction(body), body);
  }
}
