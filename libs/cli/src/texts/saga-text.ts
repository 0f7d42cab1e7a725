import { factsText, indented, yamlText } from '../output/facts.js';
import { statusText, type Look } from '../output/look.js';
import { cut, harmless, oneLine } from '../output/table.js';
import { frameText } from '../pictures/frame.js';
import type { Plan, Saga, TimelineEntry } from '../sagas/saga.js';
import { agoText } from '../sagas/time-text.js';

/** A saga as people read it: where it stands, what it waits for, its steps, its data. */
export function sagaText(saga: Saga, look: Look): string {
  const data = [dataText('input', saga.input, look), dataText('output', saga.output, look)];
  return [headText(saga, look), '', frameText({ saga }, look), ...data.flat()].join('\n');
}

/** Two lines or more above every picture of a saga. */
export function headText(saga: Saga, look: Look): string {
  const { definition, id, key, status, direction, version, startedAt, waiting, error } = saga;
  const name = look.paint('bold', `${definition.name} ${definition.version}`);
  const facts = [
    statusText(status, look),
    ...(saga.paused === null ? [] : [look.paint('yellow', `paused by ${saga.paused.by}`)]),
    ...(saga.endedAt === null ? [direction] : []),
    `version ${version}`,
    saga.endedAt === null
      ? `started ${agoText(startedAt)} ago`
      : `ended ${agoText(saga.endedAt)} ago`,
  ];
  const named = key === null ? '' : `  key ${oneLine(key)}`;
  const lines = [`${name}  ${id}${named}`, facts.join(' · ')];
  if (waiting !== null) lines.push(oneLine(waiting.text));
  if (error !== null) lines.push(look.paint('red', oneLine(`${error.code}: ${error.message}`)));
  return lines.join('\n');
}

function dataText(name: string, data: unknown, look: Look): readonly string[] {
  const isThere = data !== null && data !== undefined;
  return isThere ? ['', look.paint('dim', name), harmless(indented(yamlText(data)))] : [];
}

/** The timeline, a line for each entry. */
export function timelineText(entries: readonly TimelineEntry[], look: Look): string {
  return entries.map((entry) => entryText(entry, look)).join('\n');
}

export function entryText({ at, text }: TimelineEntry, look: Look): string {
  const line = `${look.paint('dim', at)}  ${oneLine(text)}`;
  return look.width === null ? line : cut(line, look.width);
}

/** The picture of a saga alone, with the plan of its definition. */
export function graphText(saga: Saga, plan: Plan, look: Look): string {
  return [headText(saga, look), '', frameText({ saga, plan }, look)].join('\n');
}

/** A saga that was just started or acted on, in short. */
export function changedText(saga: Saga, look: Look): string {
  // only a whole saga has steps; anything else is shown as it is
  return Array.isArray(saga.steps) ? headText(saga, look) : factsText(saga, look);
}
