import { useEffect } from 'react';
import { useMonaco } from '@graphiql/react';
import type { Theme } from './theme';

interface Colours {
  accent: string;
  ground: string;
  muted: string;
  comment: string;
  argument: string;
}

/** Each at least 4.5:1 on its ground (WCAG 2.2, 1.4.3), which GraphiQL's own are not. The bar has the same ones. */
const COLOURS: Record<Theme, Colours> = {
  light: { accent: '#2f52d0', ground: '#ffffff', muted: '#55607a', comment: '#1d6b2f', argument: '#5b4bc4' },
  dark: { accent: '#7da2ff', ground: '#21293b', muted: '#a9b4cb', comment: '#93c487', argument: '#b3a1ff' },
};

/** The names under which GraphiQL asks Monaco for its themes; defined again, they are applied at once. */
const THEME_NAMES: Record<Theme, string> = { light: 'graphiql-LIGHT', dark: 'graphiql-DARK' };

export function useEditorColours(): void {
  const { monaco } = useMonaco();
  useEffect(() => {
    if (monaco === undefined) return;
    monaco.editor.defineTheme(THEME_NAMES.light, { base: 'vs', inherit: true, ...themeData(COLOURS.light) });
    monaco.editor.defineTheme(THEME_NAMES.dark, { base: 'vs-dark', inherit: true, ...themeData(COLOURS.dark) });
  }, [monaco]);
}

function themeData({ accent, ground, muted, comment, argument }: Colours) {
  const tint = `${accent}26`;
  const rules = [
    { token: 'comment', foreground: comment },
    { token: 'argument.identifier.gql', foreground: argument },
  ];
  const colors = {
    'editor.background': '#ffffff00',
    'scrollbar.shadow': '#ffffff00',
    focusBorder: accent,
    'editorLineNumber.foreground': muted,
    'editorLineNumber.activeForeground': accent,
    'editorLineNumber.dimmedForeground': muted,
    'editorSuggestWidget.background': ground,
    'editorSuggestWidget.selectedBackground': tint,
    'editorSuggestWidget.selectedForeground': accent,
    'editorHoverWidget.background': ground,
    'editorWidget.background': ground,
    'list.highlightForeground': accent,
    'list.focusHighlightForeground': accent,
    'list.hoverBackground': tint,
    'menu.background': ground,
    'menu.selectionBackground': tint,
    'menu.selectionForeground': accent,
    'quickInput.background': ground,
    'quickInputList.focusBackground': tint,
    'quickInputList.focusForeground': accent,
    'textLink.foreground': accent,
    'textLink.activeForeground': accent,
  };
  return { rules, colors };
}
