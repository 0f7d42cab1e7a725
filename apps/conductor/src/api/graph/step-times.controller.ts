import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { DefinitionStore } from '#persistence';
import type { JsonValue } from '#protocol';
import { Needs } from '../edge/access/needs.js';
import { readVersion } from '../edge/request-parts.js';
import { DocumentedCall, VersionParam } from '../openapi/documented-call.js';
import { expectDefinition } from './expect-definition.js';
import { StepTimes } from './step-times.js';
import { StepTimesView } from './step-times-view.js';

/** What is usual for the steps of a definition. */
@ApiTags('Definitions')
@ApiBearerAuth()
@Controller('v1/definitions')
export class StepTimesController {
  constructor(
    private readonly definitions: DefinitionStore,
    private readonly times: StepTimes,
  ) {}

  @Get(':name/versions/:version/step-times')
  @Needs('viewer', 'definition')
  @VersionParam()
  @DocumentedCall({
    id: 'getStepTimes',
    summary: 'What the steps of a version usually take',
    description:
      'From the first command of a step, or the beginning of its wait, to its success, with its ' +
      'further attempts: in the newest 100 sagas that completed and started within seven days. ' +
      'What a person settled is left out. The answer is kept for a thousand times as long as it ' +
      'took to find.',
    answers: { 200: StepTimesView },
    problems: ['DEFINITION_NOT_FOUND'],
  })
  async ofVersion(
    @Param('name') name: string,
    @Param('version') versionText: string,
  ): Promise<StepTimesView> {
    const version = readVersion(versionText);
    const { document } = await expectDefinition(this.definitions, name, version);
    const { steps, ...times } = await this.times.of(name, version);
    const place = placesIn(document);
    return { ...times, steps: steps.toSorted((a, b) => place(a.step) - place(b.step)) };
  }
}

/** Where a step stands in its definition. */
function placesIn(document: JsonValue): (step: string) => number {
  const { steps = [] } = document as { readonly steps?: readonly { readonly name: string }[] };
  const places = new Map(steps.map(({ name }, place) => [name, place]));
  return (step) => places.get(step) ?? places.size;
}
