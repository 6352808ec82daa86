import { useState } from 'react';

/** `auto` follows the system. Kept by this browser; `public/theme.js` applies it before the first paint. */
export type Theme = 'auto' | 'light' | 'dark';

const storageKey = 'liaison.theme';

function rememberedTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : 'auto';
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(rememberedTheme);
  const change = (next: Theme) => {
    if (next === 'auto') {
      delete document.documentElement.dataset['theme'];
      localStorage.removeItem(storageKey);
    } else {
      document.documentElement.dataset['theme'] = next;
      localStorage.setItem(storageKey, next);
    }
    setTheme(next);
  };
  return [theme, change];
}
