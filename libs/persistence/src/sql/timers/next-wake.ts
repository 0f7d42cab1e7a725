/** How long until the earliest `wake_at`, in ms; below 0: it is past, null: there is none. */
export const NEXT_WAKE = {
  name: 'next-wake',
  text: `
    select date_part('epoch', min(wake_at) - clock_timestamp()) * 1000 as in_ms
      from saga where wake_at is not null`,
};
