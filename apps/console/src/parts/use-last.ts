import { useState } from 'react';

/** The value; while there is none, the last one. null: there was none yet. */
export function useLast<Value>(value: Value | null): Value | null {
  const [last, keep] = useState(value);
  if (value !== null && value !== last) keep(value);
  return value ?? last;
}
