export function requirePsql(): void;
