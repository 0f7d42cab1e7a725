import { OpenSagaQueries } from '#queries';
import { CountsController } from '../api/graph/counts.controller.js';
import { GraphController } from '../api/graph/graph.controller.js';
import { OpenCounts } from '../api/graph/open-counts.js';
import type { Feature } from './feature.js';
import type { ConductorParts } from './parts.js';

/** Pictures of definitions and sagas, and where the open ones are. */
export function graph({ database }: ConductorParts): Feature {
  const counts = new OpenCounts(new OpenSagaQueries(database.lists));
  return {
    controllers: [GraphController, CountsController],
    providers: [{ provide: OpenCounts, useValue: counts }],
  };
}
