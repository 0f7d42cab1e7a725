import type { Command } from '#engine';

/** A command, and what goes out because of its reply, if all goes well. */
export interface FollowedCommand {
  readonly command: Command;
  /** false: its data depend on outputs that are not there yet, and are not to be shown. */
  readonly isDataKnown: boolean;
  /** `participant`: that of the command before forwards it, on a routing slip. */
  readonly sentBy: 'conductor' | 'participant';
  /** How its reply is taken to be. `not-done`: nothing had happened, and nothing will. */
  readonly assumed: 'succeeded' | 'undone' | 'not-done';
  readonly then: FollowedCommand[];
}

/** What a saga waits for beside replies, and what goes out when that comes. */
export interface FollowedWait {
  /** `time`: for several things whose time is up at the same instant. */
  readonly what: 'delay' | 'next-attempt' | 'lock' | 'signal' | 'event' | 'time';
  /** null: it is not for one step. */
  readonly step: string | null;
  /** The signal's or the event's; null: it is for time to pass. */
  readonly name: string | null;
  /** How long, from its beginning or from the action on; null: nobody knows. */
  readonly ms: number | null;
  readonly then: readonly FollowedCommand[];
}
