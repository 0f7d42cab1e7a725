/**
 * The program of a Python that has pika and psycopg, installed first where that can be done. `say`:
 * takes one line about what is done. @throws Error that says what to do
 */
export function findPython(say?: (line: string) => void): string;
