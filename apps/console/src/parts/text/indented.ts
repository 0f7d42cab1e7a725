/**
 * JSON that stands in one line, in many; any other text as it is. Only where that changes nothing
 * but the blanks: a number that no program here could read exactly stays as it came.
 */
export function indented(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? JSON.stringify(value, null, 2) : text;
  } catch {
    return text;
  }
}
