import { readMuteToken } from '#alerts';
import type { FailureQueries } from '#queries';
import { withoutMarked } from '../../workers/alerts/alert-look.js';
import { ApiError } from '../edge/api-error.js';
import type { Caller } from '../edge/request-parts.js';
import type { GroupCalls } from '../failures/group-calls.js';
import type { MarkedDefinitions } from '../masking/marked-definitions.js';

/** For how long a group may be muted by a link, in ms by what the page calls it. */
export const MUTE_TIMES = {
  '1h': 3_600_000,
  '8h': 28_800_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
} as const;
export type MuteTime = keyof typeof MUTE_TIMES;

/** What a page has to say of a link. */
export type LinkState =
  | { readonly type: 'unknown' | 'expired' | 'gone' }
  | {
      readonly type: 'open';
      readonly title: string;
      readonly sagas: number;
      readonly definition: string;
    }
  | { readonly type: 'muted'; readonly title: string; readonly until: Date }
  | { readonly type: 'refused'; readonly title: string; readonly detail: string };

/**
 * Links of alerts: whoever has one was told of the group, and may mute it for a while, and nothing
 * else. In the audit log it is an act of the link, with the name of its route.
 */
export class MuteLinks {
  constructor(
    private readonly parts: {
      readonly calls: Pick<GroupCalls, 'apply'>;
      readonly failures: Pick<FailureQueries, 'group'>;
      readonly secret: string;
      readonly marked: Pick<MarkedDefinitions, 'of'>;
      /** Muting groups of the definition takes two people, and a link is of nobody. */
      readonly needsSecond: (definition: string) => boolean;
    },
  ) {}

  /** Changes nothing: mail scanners open links. */
  async look(token: string): Promise<LinkState> {
    const link = readMuteToken(this.parts.secret, token, Date.now());
    if (link === null) return { type: 'unknown' };
    if (link === 'expired') return { type: 'expired' };
    const group = await this.parts.failures.group(link.fingerprint);
    if (group === null) return { type: 'gone' };
    const { definition, step, code, kind, stuck, retrying } = withoutMarked(
      group,
      this.parts.marked,
    );
    const title = `${definition}: ${step}, ${code}, ${kind}`;
    return { type: 'open', title, sagas: stuck + retrying, definition };
  }

  async mute(token: string, by: { time: MuteTime; reason: string }): Promise<LinkState> {
    const state = await this.look(token);
    const link = readMuteToken(this.parts.secret, token, Date.now());
    if (state.type !== 'open' || link === null || link === 'expired') return state;
    if (this.parts.needsSecond(state.definition)) {
      const detail = 'Here this needs a second person: log in, and ask for it.';
      return { type: 'refused', title: state.title, detail };
    }
    const until = new Date(Date.now() + MUTE_TIMES[by.time]);
    try {
      await this.parts.calls.apply(link.fingerprint, {
        what: { name: 'mute', until: until.getTime(), sagas: null },
        body: { reason: by.reason },
        caller: callerOf(link.route),
      });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'FAILURE_GROUP_STATUS') throw error;
      return { type: 'refused', title: state.title, detail: error.detail };
    }
    return { type: 'muted', title: state.title, until };
  }
}

/** A name with a colon is no caller's. */
function callerOf(route: string): Caller {
  return {
    actor: `alert:${route}`,
    via: 'api',
    role: 'operator',
    definitions: 'all',
    credential: null,
    ...{ idempotencyKey: null, fingerprint: '' },
  };
}
