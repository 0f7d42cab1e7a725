import { participantQueue } from '#bus';
import type { operators, pausing } from '#engine';
import { previewHash, type FollowedCommand, type FollowedWait, type Sequel } from '#preview';
import type { JsonValue } from '#protocol';
import { endText, waitText } from './preview-texts.js';
import type { LaterView, PreviewedCommandView } from './preview-parts.js';
import type { PreviewView } from './preview-view.js';

/** Commands that are shown of those that go out at once: a loop may have thousands. */
const COMMANDS_SHOWN = 100;
/** Characters of JSON text of all payloads that are shown. */
const DATA_CHARS_MAX = 1024 * 1024;

export interface Previewed {
  readonly version: number;
  readonly consequences: operators.Consequences;
  readonly sequel: Sequel;
  /** Pauses that hold a part of the saga then; id and scope null: it is paused itself. */
  readonly heldBy: readonly {
    readonly id: string | null;
    readonly scope: pausing.PauseScope | null;
    readonly by: string;
    readonly reason: string;
    /** In ms since the epoch, as the others. */
    readonly since: number;
    /** null: until somebody ends it. */
    readonly until: number | null;
  }[];
  /** The first part of the names of queues. */
  readonly prefix: string;
  /** Left out: `DATA_CHARS_MAX`. */
  readonly dataCharsMax?: number | undefined;
}

/** What an action would lead to, as a caller sees it. */
export function toPreviewView(previewed: Previewed): PreviewView {
  const { version, consequences, sequel, prefix, heldBy, dataCharsMax } = previewed;
  const shown = new ShownCommands(prefix, dataCharsMax);
  const { sagaId, action, at, notices, undoLost, locksGivenBack } = consequences;
  const { statusBefore, statusAfter, directionAfter } = consequences;
  const report = notices.find(({ type }) => type === 'child-report');
  const { commands, held, later, ...end } = sequel;
  return {
    sagaId,
    version,
    action: action.name,
    previewHash: previewHash(consequences),
    commands: commands.slice(0, COMMANDS_SHOWN).map((each) => shown.view(each)),
    commandsLeftOut: Math.max(0, commands.length - COMMANDS_SHOWN),
    events: shown.events(notices),
    reportsTo: report?.type === 'child-report' ? report.to.sagaId : null,
    held: held.slice(0, COMMANDS_SHOWN).map((each) => shown.view(each)),
    heldLeftOut: Math.max(0, held.length - COMMANDS_SHOWN),
    heldEvents: shown.events(consequences.held.notices),
    heldBy: heldBy.map(({ since, until, ...by }) => {
      return { ...by, since: instantOf(since), until: until === null ? null : instantOf(until) };
    }),
    undoLost,
    locksGivenBack,
    timersSet: consequences.timersSet.map(toTimerView),
    timersCleared: consequences.timersCleared.map(toTimerView),
    timersStopped: consequences.timersStopped.map((timer) => toClockView(timer, at)),
    timersGoingOn: consequences.timersGoingOn.map((timer) => toClockView(timer, at)),
    statusBefore,
    statusAfter,
    directionAfter,
    later: later.map((wait) => shown.later(wait)),
    inTheEnd: { ...end, isCut: end.endsBecause === 'too-much', text: endText(end) },
  };
}

class ShownCommands {
  constructor(
    private readonly prefix: string,
    private charsLeft = DATA_CHARS_MAX,
  ) {}

  view({
    command: sent,
    isDataKnown,
    sentBy,
    assumed,
    then,
  }: FollowedCommand): PreviewedCommandView {
    const { step, iteration, direction, attempt, command, participant } = sent;
    const data = isDataKnown ? this.fitting(sent.data) : undefined;
    return {
      ...{ step, iteration, direction, attempt, command, participant },
      queue: sent.child === undefined ? participantQueue(this.prefix, participant) : null,
      data: data ?? null,
      isDataShown: data !== undefined,
      sentBy,
      assumed,
      then: then.map((each) => this.view(each)),
    };
  }

  later({ then, ...wait }: FollowedWait): LaterView {
    return { ...wait, text: waitText(wait), then: then.map((each) => this.view(each)) };
  }

  events(notices: operators.Consequences['notices']): PreviewView['events'] {
    return notices.flatMap((notice) => {
      if (notice.type === 'child-report') return [];
      const { type, event, data } = notice;
      const lasting = type === 'published' ? data : timeless(data);
      return [{ event, data: this.fitting(lasting) ?? null }];
    });
  }

  /** undefined: it is too large beside what is shown already. */
  fitting(data: JsonValue): JsonValue | undefined {
    const chars = JSON.stringify(data).length;
    if (chars > this.charsLeft) return undefined;
    this.charsLeft -= chars;
    return data;
  }
}

function timeless(data: JsonValue): JsonValue {
  const { at: _at, waiting: _waiting, ...rest } = data as Readonly<Record<string, JsonValue>>;
  return rest;
}

type Timer = operators.Consequences['timersSet'][number];

function toTimerView({ what, step, at }: Timer) {
  return { what, step, at: instantOf(at) };
}

function toClockView({ what, step, at }: Timer, now: number) {
  return { what, step, leftMs: Math.max(0, at - now) };
}

function instantOf(ms: number): string {
  return new Date(ms).toISOString();
}
