import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ASYNCAPI_MEDIA_TYPE } from '../documents/message-documents.js';
import { Needs } from '../edge/access/needs.js';
import { readVersion } from '../edge/request-parts.js';
import { DocumentedCall, VersionParam } from '../openapi/documented-call.js';
import { AsyncApiDocumentView } from './asyncapi-view.js';
import { MessageContracts } from './message-contracts.js';

/** The messages of a definition, for those who write its participants. */
@ApiTags('Definitions')
@ApiBearerAuth()
@Controller('v1/definitions')
export class MessageContractController {
  constructor(private readonly contracts: MessageContracts) {}

  @Get(':name/versions/:version/asyncapi.json')
  @Needs('viewer', 'definition')
  @VersionParam()
  @DocumentedCall({
    id: 'getDefinitionAsyncApi',
    summary: 'The messages of a definition as an AsyncAPI document',
    description:
      'Who gets which command with which input, what is answered, which events, starts and ' +
      'signals there are, with the names of this installation on the broker. Inputs and outputs ' +
      'are as the participants described them; of what nobody described anything is allowed. The ' +
      'rest of the contract is at `/asyncapi.json`.',
    answers: { 200: AsyncApiDocumentView },
    mediaType: ASYNCAPI_MEDIA_TYPE,
    problems: ['DEFINITION_NOT_FOUND'],
  })
  async show(
    @Param('name') name: string,
    @Param('version') version: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const document = await this.contracts.of(name, readVersion(version));
    void reply.type(`${ASYNCAPI_MEDIA_TYPE};version=3.0.0`);
    return JSON.stringify(document);
  }
}
