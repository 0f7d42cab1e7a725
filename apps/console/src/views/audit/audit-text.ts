/** An act as people say it: `post definition` for `post-definition`. */
export function actText(action: string): string {
  return action.replaceAll('-', ' ');
}

/** The act of the API that people mean: the one that is shown, or its name there. */
export function actIn(text: string): string {
  return text.trim().toLowerCase().replaceAll(/\s+/g, '-');
}

const VIA: Readonly<Record<string, string>> = {
  console: 'in the console',
  cli: 'by the CLI',
  api: 'by the API',
  event: 'by an event',
  bulk: 'in bulk',
  conductor: 'by itself',
};

/** The way in which it came. */
export function viaText(via: string): string {
  return VIA[via] ?? via;
}
