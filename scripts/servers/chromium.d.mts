/**
 * The program of a Chromium, installed first where that can be done. `say`: takes one line about
 * what is done. @throws Error that says what to do
 */
export function findChromium(say?: (line: string) => void): string;
