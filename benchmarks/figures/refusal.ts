/** What a participant says when it refuses: with the instant, which comes back in the answer. */
export function refusalMessage(atMs: number): string {
  return `none left, refused at ${atMs}`;
}

/** When the participant refused, as milliseconds; null: the message is not of this kind. */
export function refusedAtMs(message: string | undefined): number | null {
  const [, at] = /refused at (\d+)$/.exec(message ?? '') ?? [];
  return at === undefined ? null : Number(at);
}
