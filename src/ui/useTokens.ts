import { useEffect, useState } from 'react';
import { customProperty, lightTokens, type Tokens } from './tokens.ts';

/** The colours as the browser resolves them now: theme and forced colours included. */
export function readTokens(): Tokens {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const read = { ...lightTokens } as Record<keyof Tokens, string>;
  for (const name of Object.keys(lightTokens) as (keyof Tokens)[]) {
    probe.style.color = `var(${customProperty(name)})`;
    read[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return read;
}

/** Colours for canvas drawing; changes when the theme or forced colours change. */
export function useTokens(): Tokens {
  const [tokens, setTokens] = useState(readTokens);
  useEffect(() => {
    const refresh = () => setTokens(readTokens());
    const observer = new MutationObserver(refresh);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    const forced = window.matchMedia('(forced-colors: active)');
    const scheme = window.matchMedia('(prefers-color-scheme: dark)');
    forced.addEventListener('change', refresh);
    scheme.addEventListener('change', refresh);
    return () => {
      observer.disconnect();
      forced.removeEventListener('change', refresh);
      scheme.removeEventListener('change', refresh);
    };
  }, []);
  return tokens;
}
