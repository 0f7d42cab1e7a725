import type { pausing, Waiting } from '#engine';
import { pauses } from '#persistence';

/** As many as there may be at a time. */
const PAUSES_MAX = 200;

/** Pauses of more than one saga that go on, the oldest first, as one value. */
export const ACTIVE_PAUSES_JSON = `(
  select coalesce(json_agg(active), '[]') from (
    select id, scope, with_compensations as "withCompensations", "by", reason,
           date_part('epoch', began_at) * 1000 as "from",
           date_part('epoch', until) * 1000 as "to", is_automatic as "isAutomatic",
           date_part('epoch', next_probe_at) * 1000 as "probeAt"
      from pause where ended_at is null order by began_at limit ${PAUSES_MAX}) as active)`;

export interface PauseRow extends Omit<pausing.Pause, 'scope'> {
  readonly scope: string;
  readonly by: string;
  readonly reason: string;
  readonly isAutomatic: boolean;
  /** null: a person made it. */
  readonly probeAt: number | null;
}

export function toKnownPauses(rows: readonly PauseRow[]): readonly Waiting.KnownPause[] {
  return rows.map(({ scope: text, by: actor, reason, probeAt, ...row }) => {
    const scope = JSON.parse(text) as pausing.PauseScope;
    const pause = { ...row, scope, ...pauses.groupPart(scope) };
    const probe = row.isAutomatic ? { probeAt: probeAt && Math.round(probeAt) } : {};
    return { pause, by: { actor, reason, ...probe } };
  });
}
