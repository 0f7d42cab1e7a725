/**
 * The first entry of the index. A plan for `min` from when `saga` was taken for empty reads all of
 * them before PostgreSQL 18.
 */
export const EARLIEST_WAKE =
  'select wake_at from saga where wake_at is not null order by wake_at limit 1';

/** How long until the earliest `wake_at`, in ms; below 0: it is past, null: there is none. */
export const NEXT_WAKE = {
  name: 'next-wake',
  text: `
    select date_part('epoch', (${EARLIEST_WAKE}) - clock_timestamp()) * 1000 as in_ms`,
};
