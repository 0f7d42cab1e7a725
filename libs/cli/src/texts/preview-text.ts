import { yamlText, indented } from '../output/facts.js';
import { statusText, type Look } from '../output/look.js';
import { harmless, oneLine } from '../output/table.js';

/** A preview as the API answers it, as far as it is told here. */
export interface Preview {
  readonly sagaId: string;
  readonly version: number;
  readonly action: string;
  readonly previewHash: string;
  readonly commands: readonly PreviewedCommand[];
  readonly commandsLeftOut: number;
  readonly events: readonly { readonly event: string }[];
  readonly held: readonly PreviewedCommand[];
  readonly undoLost: readonly { readonly step: string; readonly by: string }[];
  readonly locksGivenBack: readonly string[];
  readonly timersSet: readonly Timer[];
  readonly timersCleared: readonly Timer[];
  readonly statusBefore: string;
  readonly statusAfter: string;
  readonly later: readonly { readonly text: string }[];
  readonly inTheEnd: { readonly text: string };
}

interface PreviewedCommand {
  readonly step: string;
  readonly direction: string;
  readonly command: string;
  readonly queue: string | null;
  readonly data: unknown;
  readonly isDataShown: boolean;
}

interface Timer {
  readonly what: string;
  readonly step: string | null;
  readonly at: string;
}

/** What an act would send and change, in the order in which it would. */
export function previewText(preview: Preview, look: Look): string {
  const { paint } = look;
  const { commands, commandsLeftOut, events, held, undoLost, locksGivenBack, later } = preview;
  const changes =
    preview.statusBefore === preview.statusAfter
      ? `stays ${statusText(preview.statusAfter, look)}`
      : `${statusText(preview.statusBefore, look)} → ${statusText(preview.statusAfter, look)}`;
  const lines = [
    `${paint('bold', preview.action)}: the saga ${preview.sagaId} ${changes}`,
    ...(commands.length + events.length === 0 ? ['sends nothing at once'] : []),
    ...commands.map((command) => commandText('sends', command, look)),
    ...(commandsLeftOut === 0 ? [] : [`and ${commandsLeftOut} commands more`]),
    ...events.map(({ event }) => `publishes ${event}`),
    ...held.map((command) => commandText('holds, for a pause,', command, look)),
    ...undoLost.map(({ step, by }) => paint('yellow', `${step} is never undone any more: ${by}`)),
    ...locksGivenBack.map((key) => `gives back the lock ${oneLine(key)}`),
    ...preview.timersSet.map((timer) => `sets ${timerText(timer)}`),
    ...preview.timersCleared.map((timer) => `clears ${timerText(timer)}`),
    ...later.map(({ text }) => `later: ${oneLine(text)}`),
    `in the end: ${oneLine(preview.inTheEnd.text)}`,
    paint('dim', `preview ${preview.previewHash}`),
  ];
  return lines.join('\n');
}

function commandText(verb: string, given: PreviewedCommand, { paint }: Look): string {
  const { step, direction, command, queue, data, isDataShown } = given;
  const to = queue === null ? '' : ` to ${queue}`;
  const head = `${verb} ${paint('cyan', command)}${to}  (${step}, ${direction})`;
  if (!isDataShown) return `${head}\n    ••• you may not see its data`;
  const isEmpty = data === null || data === undefined || JSON.stringify(data) === '{}';
  return isEmpty ? head : `${head}\n${harmless(indented(yamlText(data), '    '))}`;
}

function timerText({ what, step, at }: Timer): string {
  return `${what}${step === null ? '' : ` of ${step}`} at ${at}`;
}
