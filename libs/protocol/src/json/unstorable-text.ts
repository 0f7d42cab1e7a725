/** What Postgres cannot store in `jsonb`: NUL, and half a surrogate pair. */
export const UNSTORABLE_TEXT = /\0|\p{Surrogate}/u;
