import { useEffect } from 'react';

/** Titles the page `Hot shard · Kinesis lab · Headwater`, most specific part first. */
export function useDocumentTitle(...parts: readonly string[]): void {
  const title = [...parts, 'Headwater'].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
