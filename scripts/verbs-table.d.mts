interface Verb {
  readonly needs: string;
  readonly rules: Readonly<Record<string, string | readonly string[]>>;
}

export function withVerbsTable(page: string, verbs: Readonly<Record<string, Verb>>): string;
