import type { JsonValue } from '#protocol';

/**
 * By what way an act came. `console` and `cli` are what the caller says of itself; `api` is every
 * other request; `bulk` and `conductor` act by themselves, for whoever told them to.
 */
export type ActVia = 'console' | 'cli' | 'api' | 'event' | 'bulk' | 'conductor';

/** What was acted on. Of a `saga` the id is a UUID; of all others it is a name or a key. */
export interface ActSubject {
  readonly kind:
    | 'saga'
    | 'definition'
    | 'participant'
    | 'step'
    | 'group'
    | 'lock'
    | 'dead-message'
    | 'bulk'
    | 'view'
    | 'key'
    | 'session'
    | 'alert'
    | 'audit'
    | 'retention'
    | 'approval'
    /** The address, of a refusal that says no more. */
    | 'route';
  /** 1 to 600 characters. */
  readonly id: string;
}

export type ActOutcome =
  | { readonly type: 'done' }
  /** `code` is what the caller was given; `times`: equal ones within a minute, default 1. */
  | { readonly type: 'refused'; readonly code: string; readonly times?: number };

/** Who did what, how and why; what it was before, and after. */
export interface Act {
  /** The person, or what acts for one. */
  readonly actor: string;
  readonly via: ActVia;
  /**
   * What was shown: the name of a key, or `approval:<id>` of an act that a second person confirmed.
   * Left out or null: nothing was.
   */
  readonly credential?: string | null;
  /** A verb and maybe its object in small letters: `retry`, `mute-group`. */
  readonly action: string;
  readonly subject: ActSubject;
  /** 1 to 500 characters. */
  readonly reason: string;
  /** What was asked for, without secrets. Beyond 16 KiB only its size is kept. */
  readonly request: JsonValue;
  /** null: there was none. Beyond 16 KiB only its size is kept. */
  readonly before: JsonValue;
  /** null: there is none. Beyond 16 KiB only its size is kept. */
  readonly after: JsonValue;
  readonly outcome: ActOutcome;
  /** The hash of the preview that was confirmed. Left out or null: none was. */
  readonly previewHash?: string | null;
  /** The bulk that it is a part of. Left out or null: the approval in `credential`, or none. */
  readonly operationId?: string | null;
  /** As `Caller` has it; the table refuses an act under a key that is taken. Default: none. */
  readonly idempotencyKey?: string | null;
  /** A hash of the request: what it was, when its key comes again. Default: empty. */
  readonly fingerprint?: string;
}
