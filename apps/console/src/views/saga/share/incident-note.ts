import type { components } from '../../../api/schema';
import { utcText, wholeText } from '../../../parts/text/time-text';
import { numberText } from '../../../parts/text/number-text';

type Saga = components['schemas']['Saga'];
export type TimelineEntry = components['schemas']['TimelineEntry'];

interface Incident {
  readonly saga: Saga;
  /** The last that happened, in order. */
  readonly last: readonly TimelineEntry[];
  /** How much happened before these. */
  readonly before: number;
  /** More happened after these. */
  readonly isCut: boolean;
  /** Where the saga is shown. */
  readonly url: string;
  /** When the note is written, in ms. */
  readonly at: number;
}

/** What goes into the log of an incident, as Markdown. */
export function incidentNote({ saga, last, before, isCut, url, at }: Incident): string {
  const { id, key, definition, status, waiting, version, error } = saga;
  const lines = last.map(
    (entry) => `${utcText(Date.parse(entry.at))}  ${inOneLine(wholeText(entry.text, 'utc'))}`,
  );
  const more = before === 0 ? [] : [`… ${numberText(before)} before these`];
  const after = isCut ? ['… cut here: what happened later was too much to read'] : [];
  return [
    `### Saga ${asCode(key ?? id)}: ${status}`,
    '',
    `> ${asText(wholeText(waiting?.text ?? `It has ended: ${status}.`, 'utc'))}`,
    '',
    `- Definition: ${asCode(`${definition.name} v${definition.version}`)}`,
    `- Id: ${asCode(id)}, version ${version}`,
    ...(error === null ? [] : [`- Error: ${asCode(`${error.code}: ${error.message}`)}`]),
    `- Path: ${pathText(saga)}`,
    `- Seen: ${utcText(at)}`,
    `- <${url}>`,
    '',
    fenced([...more, ...lines, ...after].join('\n')),
    '',
  ].join('\n');
}

const SIGNS: Readonly<Record<string, string>> = {
  succeeded: '✓',
  compensated: '↩',
  stuck: '▲',
  refused: '✗',
  failed: '✗',
  caught: '✗',
  skipped: '–',
  pending: '○',
};

/** The steps in the order of the definition: `✓ reserve → ▲ ship → ○ mail`. */
export function pathText({ steps }: Pick<Saga, 'steps'>): string {
  return steps.map((step) => `${signOf(step)} ${step.name}`).join(' → ');
}

/** What was refused did not happen, and is not undone either. */
function signOf({ status, wasRefused }: Saga['steps'][number]): string | undefined {
  const shown = status === 'compensated' && wasRefused ? 'refused' : status;
  return SIGNS[shown] ?? '●';
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Words of others may look like Markdown, and are none. */
function asText(text: string): string {
  return inOneLine(text).replaceAll(/[\\`*_{}[\]<>#|~!]/g, '\\$&');
}

function asCode(text: string): string {
  const line = inOneLine(text);
  const ticks = '`'.repeat(longestTicks(line) + 1);
  return ticks.length === 1 ? `\`${line}\`` : `${ticks} ${line} ${ticks}`;
}

function fenced(text: string): string {
  const ticks = '`'.repeat(Math.max(3, longestTicks(text) + 1));
  return `${ticks}\n${text}\n${ticks}`;
}

function longestTicks(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
}
