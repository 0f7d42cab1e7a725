import { ok, strictEqual } from 'node:assert/strict';
import type { SagaDefinition } from '#definition';
import type { SagaEvent, SagaState } from '#engine';
import type { SagaRun, Taken } from './saga-run.js';

type Published = Extract<SagaEvent, { readonly type: 'event-published' }>;

/**
 * What must hold of the events that steps publish: each leaves once and under an id of its own,
 * none after the abort; what takes one back leaves only for one that was published, when the saga
 * goes back, and after what came later is undone; and no compensated saga leaves one standing.
 */
export function checkPublished({ before, decision, after }: Taken, run: SagaRun): void {
  if (decision.type !== 'transition') return;
  const published = decision.events.filter(isPublished);
  const notices = decision.notices.filter(({ type }) => type === 'published');
  strictEqual(notices.length, published.length, 'what is recorded leaves, and nothing else');
  const all = run.transitions.flatMap(({ events }) => events);
  for (const event of published) {
    const same = all.filter((each) => isPublished(each) && isSame(each, event));
    strictEqual(same.length, 1, `${event.step} published twice under one id`);
    if (event.direction === 'execute') {
      ok(before?.abort?.toStep !== null || before.abort === null, 'published after the abort');
    } else {
      checkTakenBack(event, all, { definition: run.definition, after });
    }
  }
  if (after.status === 'compensated') checkNoneIsLeft(all, run.definition);
}

function isPublished(event: SagaEvent): event is Published {
  return event.type === 'event-published';
}

function isSame(one: Published, other: Omit<Published, 'data' | 'event' | 'type'>): boolean {
  const { step, iteration, direction } = other;
  return one.step === step && one.iteration === iteration && one.direction === direction;
}

function checkTakenBack(
  event: Published,
  all: readonly SagaEvent[],
  { definition, after }: { readonly definition: SagaDefinition; readonly after: SagaState },
): void {
  const first = all.find(
    (each) => isPublished(each) && isSame(each, { ...event, direction: 'execute' }),
  );
  ok(first, `${event.step} taken back and never published`);
  const ownData = definition.stepByName.get(event.step);
  if (ownData?.type === 'publish' && ownData.compensation?.data === null) {
    strictEqual(event.data, 'data' in first ? first.data : null, 'other data than before');
  }
  // a rewind that is over by now has begun the later steps anew
  if (after.abort === null) return;
  for (const name of definition.stepByName.get(event.step)?.dependents ?? []) {
    const later = after.steps[name];
    ok(later);
    const isUndone = later.status === 'compensated' || later.attempts.execute === 0;
    const isHarmless = later.status === 'refused' || later.status === 'caught';
    ok(isUndone || isHarmless || later.opened > 0, `${event.step} taken back before ${name}`);
  }
}

/** Of each that has an event to take it back, that left, or an operator settled it. */
function checkNoneIsLeft(all: readonly SagaEvent[], definition: SagaDefinition): void {
  for (const event of all) {
    if (!isPublished(event) || event.direction !== 'execute') continue;
    const step = definition.stepByName.get(event.step);
    if (step?.type !== 'publish' || step.compensation === null) continue;
    const isTakenBack = all.some(
      (each) => isPublished(each) && isSame(each, { ...event, direction: 'compensate' }),
    );
    const isSettled = all.some(
      (each) => each.type === 'step-compensated' && each.step === event.step,
    );
    ok(isTakenBack || isSettled, `${event.step} is still standing`);
  }
}
