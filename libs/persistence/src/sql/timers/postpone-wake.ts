/** $1 uuid, $2 ms from now. */
export const POSTPONE_WAKE = {
  name: 'postpone-wake',
  text: `
    update saga set wake_at = clock_timestamp() + $2::float8 * interval '1 millisecond'
     where id = $1 and ended_at is null and wake_at is not null`,
};
