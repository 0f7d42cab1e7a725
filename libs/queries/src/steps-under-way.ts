/** How many open sagas of a version have a step under way, or stuck, in this direction. */
export interface OpenStepCount {
  readonly step: string;
  readonly direction: 'execute' | 'compensate';
  readonly isStuck: boolean;
  readonly count: number;
}

export interface OpenVersionCount {
  readonly version: number;
  readonly status: 'running' | 'compensating' | 'stuck';
  readonly count: number;
}

/**
 * Most sagas go forward, and nothing is stuck: their steps are in a column of their own. Only of
 * the others is the summary read as JSON, which takes ten times as long. A text of a participant
 * cannot look like the mark: quotes within it are escaped.
 */
const IS_TOLD_BY_SUMMARY =
  `(status = 'stuck' or ` + `position('"direction":"compensate"' in summary) > 0)`;

/** Of a saga: its steps under way or stuck, each with its direction. */
export const STEPS_UNDER_WAY = `
  select step, 'execute' as direction, false as is_stuck
    from unnest(case when not ${IS_TOLD_BY_SUMMARY} then active_steps end) as step
  union all
  select split_part(told ->> 'name', '[', 1),
         case told ->> 'direction' when 'compensate' then 'compensate' else 'execute' end,
         bool_or(coalesce(told ->> 'trouble', '') = 'stuck')
    from jsonb_array_elements(
           case when ${IS_TOLD_BY_SUMMARY} then summary::jsonb -> 'activeSteps' end) as told
   group by 1, 2`;
