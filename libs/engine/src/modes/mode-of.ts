import type { SagaDefinition, SagaMode } from '#definition';
import type { Mode } from './mode.js';
import { ORCHESTRATION } from './orchestration.js';
import { ROUTING_SLIP } from './routing-slip.js';

const MODES: Readonly<Record<SagaMode, Mode>> = {
  orchestration: ORCHESTRATION,
  'routing-slip': ROUTING_SLIP,
};

export function modeOf({ definition }: { readonly definition: SagaDefinition }): Mode {
  return MODES[definition.mode];
}
