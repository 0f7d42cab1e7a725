import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { DefinitionStore } from '#persistence';
import { Needs } from '../edge/access/needs.js';
import { readVersion } from '../edge/request-parts.js';
import { DocumentedCall, VersionParam } from '../openapi/documented-call.js';
import { DefinitionCountsView, VersionStepCountsView } from './counts-view.js';
import { expectDefinition } from './expect-definition.js';
import { OpenCounts } from './open-counts.js';

/** Where the open sagas of a definition are. */
@ApiTags('Definitions')
@ApiBearerAuth()
@Controller('v1/definitions')
export class CountsController {
  constructor(
    private readonly definitions: DefinitionStore,
    private readonly counts: OpenCounts,
  ) {}

  @Get(':name/counts')
  @Needs('viewer', 'definition')
  @DocumentedCall({
    id: 'countOpenSagasByVersion',
    summary: 'How many sagas of each version of a definition are open',
    answers: { 200: DefinitionCountsView },
    problems: ['DEFINITION_NOT_FOUND'],
  })
  async ofDefinition(@Param('name') name: string): Promise<DefinitionCountsView> {
    await expectDefinition(this.definitions, name);
    return this.counts.ofDefinition(name);
  }

  @Get(':name/versions/:version/counts')
  @Needs('viewer', 'definition')
  @VersionParam()
  @DocumentedCall({
    id: 'countOpenSagasByStep',
    summary: 'How many open sagas of a version are at each step, and at each undo',
    description:
      'The answer is kept for twenty times as long as it took to count: with few sagas it is of ' +
      'now, with 100,000 it may be some seconds old.',
    answers: { 200: VersionStepCountsView },
    problems: ['DEFINITION_NOT_FOUND'],
  })
  async ofVersion(
    @Param('name') name: string,
    @Param('version') versionText: string,
  ): Promise<VersionStepCountsView> {
    const version = readVersion(versionText);
    await expectDefinition(this.definitions, name, version);
    return this.counts.ofVersion(name, version);
  }
}
