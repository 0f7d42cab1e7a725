import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Explaining, replay, type SagaState } from '#engine';
import { DefinitionStore, StoredDefinitionSource } from '#persistence';
import { HistoryQueries, SagaQueries } from '#queries';
import { Needs } from '../edge/access/needs.js';
import { DocumentedCall, SagaIdParam } from '../openapi/documented-call.js';
import { PAST_PROBLEMS, PastParam, readPast } from './past-request.js';
import { PastSagas } from './past-sagas.js';
import { SagaExpressionsView } from './saga-expressions-view.js';
import { EXPRESSIONS_MAX, toExpressionView } from './to-saga-expressions.js';

/** Tells which expressions decided, with the values they saw. Reads only. */
@ApiTags('Sagas')
@ApiBearerAuth()
@Controller('v1/sagas')
export class SagaExpressionsController {
  private readonly past: PastSagas;

  constructor(
    private readonly sagas: SagaQueries,
    private readonly definitions: StoredDefinitionSource,
    private readonly documents: DefinitionStore,
    histories: HistoryQueries,
  ) {
    this.past = new PastSagas(histories);
  }

  @Get(':id/versions/:version/expressions')
  @Needs('viewer', 'saga')
  @SagaIdParam()
  @PastParam()
  @DocumentedCall({
    id: 'listSagaExpressions',
    summary: 'Tell which expressions decided a transition, with the values they saw',
    description:
      'Conditions, templates of inputs and keys, and choices of `catch`, of the transition that ' +
      'gave the saga this version: evaluated anew on the saga as it was. Expressions that have ' +
      'no reference to anything are left out, and so are those that were not asked, because a ' +
      'person edited the data. Of the inputs of a loop the first 5 are shown that were opened.',
    answers: { 200: SagaExpressionsView },
    problems: PAST_PROBLEMS,
  })
  async list(
    @Param('id') idText: string,
    @Param('version') versionText: string,
  ): Promise<SagaExpressionsView> {
    const { id, version } = await readPast(this.sagas, idText, versionText);
    const { before, transition } = await this.past.transition(id, version);
    const after = replay(before, transition);
    const known = await this.known([before ?? after, after]);
    const all = Explaining.explainTransition(before, transition, (of) => known.get(of) ?? null);
    return {
      version,
      definition: after.definition,
      expressions: all.slice(0, EXPRESSIONS_MAX).map(toExpressionView),
      isWhole: all.length <= EXPRESSIONS_MAX && ![...known.values()].includes(null),
    };
  }

  /** By version; null: it cannot be read now. */
  private async known(states: readonly SagaState[]) {
    const known = new Map<number, Explaining.KnownDefinition | null>();
    for (const { definition } of states) {
      const { name, version } = definition;
      if (!known.has(version)) known.set(version, await this.read(name, version));
    }
    return known;
  }

  private async read(name: string, version: number): Promise<Explaining.KnownDefinition | null> {
    const stored = await this.documents.find(name, version);
    if (stored === null) return null;
    try {
      const definition = await this.definitions.load(name, version);
      const written = new Explaining.WrittenDefinition(stored.document);
      return definition && { definition, written };
    } catch {
      // a definition that no longer compiles decides nothing any more
      return null;
    }
  }
}
