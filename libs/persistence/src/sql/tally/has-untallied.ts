/** Whether a saga has ended that the tally does not have. */
export const HAS_UNTALLIED = {
  name: 'has-untallied',
  text: `
    select exists (
      select from saga
       where ended_at is not null
         and ended_at >= (select until from ended_tally_mark)) as has_some`,
};
