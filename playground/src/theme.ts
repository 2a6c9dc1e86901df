import { useEffect, useState } from 'react';

export const THEME_CHOICES = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];
export type Theme = 'light' | 'dark';

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

/** The theme to show: the chosen one, or the system's, followed as it changes. */
export function useTheme(choice: ThemeChoice): Theme {
  const [system, setSystem] = useState(currentSystemTheme);
  useEffect(() => {
    const follow = () => setSystem(currentSystemTheme());
    systemIsDark.addEventListener('change', follow);
    return () => systemIsDark.removeEventListener('change', follow);
  }, []);
  const theme = choice === 'system' ? system : choice;
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return theme;
}

function currentSystemTheme(): Theme {
  return systemIsDark.matches ? 'dark' : 'light';
}
