/** `v7`, or `v2, v3` */
export function versionsText(versions: readonly number[]): string {
  return versions.map((version) => `v${version}`).join(', ');
}
