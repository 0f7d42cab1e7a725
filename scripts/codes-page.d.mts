type Table = Readonly<Record<string, readonly (string | number)[]>>;

export function codesPage(tables: {
  readonly DEAD_MESSAGE_REASONS: Table;
  readonly SAGA_ERRORS: Table;
  readonly ANSWER_CODES: Table;
  readonly PROBLEMS: Table;
  readonly CLIENT_CODES: Table;
  readonly CLI_CODES: Table;
}): string;
