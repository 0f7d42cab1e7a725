/** See print.mjs. */
export type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';
export const COLUMNS: number;
export function painterFor(
  stream: { readonly isTTY?: boolean; hasColors?(environment: object): boolean },
  environment?: Readonly<Record<string, string | undefined>>,
): (colour: Colour, text: string) => string;
export function wrap(line: string, indent: string): string;
export function curl(url: string, body?: object): string;
