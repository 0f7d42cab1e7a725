import { createContext, useContext, useEffect, useState } from 'react';

type Mark = (path: string, isUnread: boolean) => void;

/** Fields whose text is no JSON yet: what a form would take is not what people mean. */
export const Unread = createContext<Mark>(() => undefined);

interface UnreadFields {
  readonly paths: ReadonlySet<string>;
  readonly mark: Mark;
}

export function useUnreadFields(): UnreadFields {
  const [paths, setPaths] = useState<ReadonlySet<string>>(new Set());
  const [mark] = useState<Mark>(() => (path: string, isUnread: boolean) => {
    setPaths((before) => {
      if (before.has(path) === isUnread) return before;
      const others = [...before].filter((each) => each !== path);
      return new Set(isUnread ? [...others, path] : others);
    });
  });
  return { paths, mark };
}

/** Tells the form that the text of a field cannot be read, for as long as it is there. */
export function useMarkUnread(path: string, isUnread: boolean): void {
  const mark = useContext(Unread);
  useEffect(() => {
    mark(path, isUnread);
    return () => mark(path, false);
  }, [mark, path, isUnread]);
}
