import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { SagaDefinition } from '#definition';
import type { SagaState } from '#engine';
import { StoredDefinitionSource } from '#persistence';
import { HistoryQueries, SagaQueries } from '#queries';
import { Needs } from '../edge/access/needs.js';
import { DocumentedCall, SagaIdParam } from '../openapi/documented-call.js';
import { toSagaView } from '../sagas/to-saga-view.js';
import { PAST_PROBLEMS, PastParam, readPast } from './past-request.js';
import { PastSagaView } from './past-saga-view.js';
import { PastSagas } from './past-sagas.js';

/** Shows sagas as they were. Reads only. */
@ApiTags('Sagas')
@ApiBearerAuth()
@Controller('v1/sagas')
export class PastSagaController {
  private readonly past: PastSagas;

  constructor(
    private readonly sagas: SagaQueries,
    private readonly definitions: StoredDefinitionSource,
    histories: HistoryQueries,
  ) {
    this.past = new PastSagas(histories);
  }

  @Get(':id/versions/:version')
  @Needs('viewer', 'saga')
  @SagaIdParam()
  @PastParam()
  @DocumentedCall({
    id: 'getSagaVersion',
    summary: 'Show a saga as it was',
    description:
      'As it was after the transition that gave it this version, rebuilt from its history. What ' +
      'it waited for is told by its state alone: whose queues had no consumer then, and which ' +
      'pauses of others went on, is not known any more.',
    answers: { 200: PastSagaView },
    problems: PAST_PROBLEMS,
  })
  async show(
    @Param('id') idText: string,
    @Param('version') versionText: string,
  ): Promise<PastSagaView> {
    const { id, version, current } = await readPast(this.sagas, idText, versionText);
    const state = await this.past.at(id, version);
    const { children: _own, ...view } = toSagaView(state, await this.definitionOf(state));
    return { ...view, latestVersion: current.version };
  }

  /** null: it cannot be read now, and less is shown. */
  private async definitionOf({ definition }: SagaState): Promise<SagaDefinition | null> {
    try {
      return await this.definitions.load(definition.name, definition.version);
    } catch {
      // a definition that no longer compiles must not hide what its saga did
      return null;
    }
  }
}
