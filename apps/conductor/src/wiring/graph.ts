import { HistoryQueries, OpenSagaQueries } from '#queries';
import { CountsController } from '../api/graph/counts.controller.js';
import { GraphController } from '../api/graph/graph.controller.js';
import { OpenCounts } from '../api/graph/open-counts.js';
import { StepTimesController } from '../api/graph/step-times.controller.js';
import { StepTimes } from '../api/graph/step-times.js';
import type { Feature } from './feature.js';
import type { ConductorParts } from './parts.js';

/** Pictures of definitions and sagas, and where the open ones are, and what is usual. */
export function graph({ database }: ConductorParts): Feature {
  const counts = new OpenCounts(new OpenSagaQueries(database.lists));
  const times = new StepTimes(new HistoryQueries(database.lists));
  return {
    controllers: [GraphController, CountsController, StepTimesController],
    providers: [
      { provide: OpenCounts, useValue: counts },
      { provide: StepTimes, useValue: times },
    ],
  };
}
