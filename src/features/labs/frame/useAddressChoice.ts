import { useCallback, useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';

/**
 * A choice that lives in the address. The router takes a moment to follow, and a native radio would jump back meanwhile:
 * what was chosen shows at once, and the address has the last word.
 */
export function useAddressChoice<T extends string>(read: (query: URLSearchParams) => T, write: (query: URLSearchParams, value: T) => void): readonly [T, (value: T) => void] {
  const { search, hash } = useLocation();
  const navigate = useNavigate();
  const actual = read(new URLSearchParams(search));
  const [wanted, setWanted] = useState<{ readonly value: T; readonly over: T } | null>(null);
  useEffect(() => setWanted(null), [actual]);

  const choose = useCallback(
    (value: T) => {
      setWanted({ value, over: actual });
      // The address as it is now, not as it was rendered: two choices may follow each other at once. The fragment is a shared run: it stays.
      const query = new URLSearchParams(window.location.search);
      write(query, value);
      void navigate({ search: query.toString(), hash }, { replace: true, preventScrollReset: true });
    },
    [navigate, hash, write, actual],
  );
  return [wanted?.over === actual ? wanted.value : actual, choose];
}
