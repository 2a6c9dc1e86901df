import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** Shade 6 is the light theme's, 5 the dark one's; 3 is for words on a dark ground. Contrasts: WCAG 2.2 AA. */
const indigo: MantineColorsTuple = [
  '#eef0fd',
  '#dde1fa',
  '#bcc4f5',
  '#9aa8ff',
  '#7684ee',
  '#4c5de0',
  '#3b4cca',
  '#3342b3',
  '#2a3796',
  '#222c78',
];
const red: MantineColorsTuple = [
  '#fdebeb',
  '#fad5d5',
  '#f4abab',
  '#ff9c9c',
  '#e25c5c',
  '#c93a3a',
  '#c22525',
  '#a61b1b',
  '#8a1515',
  '#6f1010',
];
const gray: MantineColorsTuple = [
  '#f7f8f9',
  '#eceef1',
  '#e1e4e8',
  '#d3d7dc',
  '#c4c9d0',
  '#868e99',
  '#5b636e',
  '#4a525c',
  '#31373e',
  '#1a1d21',
];
const dark: MantineColorsTuple = [
  '#e8eaed',
  '#b4bbc5',
  '#9ba3ae',
  '#6b7480',
  '#353b44',
  '#2a2f36',
  '#1c2025',
  '#15181c',
  '#101316',
  '#0b0d0f',
];

/** Mantine's × has no name by itself. */
const CLOSE = { 'aria-label': 'Close' };
/** A dialog's head is a <header>, which readers would take for the page's. */
const HEADER = { header: { role: 'presentation' } };

/** Mantine's look, brought to the palette: 14 px text, 34 px controls, 6 px corners, shadows on layers only. */
export const theme = createTheme({
  colors: { indigo, red, gray, dark },
  primaryColor: 'indigo',
  primaryShade: { light: 6, dark: 5 },
  black: '#1a1d21',
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '22px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '22px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    // 34 px controls (sm is 36 in Mantine): set by the variables in panel.css.
    Button: { defaultProps: { size: 'sm' } },
    Modal: {
      defaultProps: {
        centered: true,
        transitionProps: { duration: 140 },
        radius: 'lg',
        closeButtonProps: CLOSE,
        attributes: HEADER,
      },
    },
    Drawer: { defaultProps: { closeButtonProps: CLOSE, attributes: HEADER } },
    Tooltip: { defaultProps: { withArrow: false, openDelay: 300, events: { hover: true, focus: true, touch: true } } },
    Menu: {
      defaultProps: {
        shadow: 'md',
        position: 'bottom-end',
        transitionProps: { duration: 120 },
        // A stop for the focus that no menu may hold (ARIA): the first entry takes it instead.
        withInitialFocusPlaceholder: false,
      },
    },
  },
});

interface Shades {
  readonly text: string;
  readonly muted: string;
  readonly ground: string;
  readonly surface: string;
  readonly hover: string;
  readonly line: string;
  readonly field: string;
  readonly link: string;
  readonly danger: string;
  readonly off: string;
  readonly offText: string;
  /** Under the pointer: a button that is only words. */
  readonly touched: string;
  readonly touchedDanger: string;
}

const LIGHT: Shades = {
  text: '#1a1d21',
  muted: '#5b636e',
  ground: '#f7f8f9',
  surface: '#ffffff',
  hover: '#f1f3f5',
  line: '#e1e4e8',
  field: '#868e99',
  link: '#3b4cca',
  danger: '#a61b1b',
  off: '#eceef1',
  offText: '#868e99',
  touched: '#dde1fa',
  touchedDanger: '#fad5d5',
};
const DARK: Shades = {
  text: '#e8eaed',
  muted: '#9ba3ae',
  ground: '#15181c',
  surface: '#1c2025',
  hover: '#252a31',
  line: '#2f353d',
  field: '#6b7480',
  link: '#9aa8ff',
  danger: '#ff9c9c',
  off: '#2a2f36',
  offText: '#6b7480',
  touched: '#23284a',
  touchedDanger: '#3d1717',
};

/** Mantine's own variables get the palette's values: its defaults miss AA for muted words, errors and placeholders. */
const scheme = (shades: Shades): Record<string, string> => ({
  '--mantine-color-text': shades.text,
  '--mantine-color-dimmed': shades.muted,
  '--mantine-color-body': shades.surface,
  '--mantine-color-default': shades.surface,
  '--mantine-color-default-hover': shades.hover,
  '--mantine-color-default-color': shades.text,
  '--mantine-color-default-border': shades.line,
  '--mantine-color-anchor': shades.link,
  '--mantine-color-placeholder': shades.muted,
  '--mantine-color-error': shades.danger,
  '--mantine-color-indigo-text': shades.link,
  '--mantine-color-indigo-light-color': shades.link,
  '--mantine-color-indigo-light-hover': shades.touched,
  '--mantine-color-red-light-hover': shades.touchedDanger,
  '--mantine-color-indigo-outline': shades.link,
  '--mantine-primary-color-light-color': shades.link,
  '--mantine-color-red-text': shades.danger,
  '--mantine-color-red-light-color': shades.danger,
  '--mantine-color-red-outline': shades.danger,
  '--mantine-color-disabled': shades.off,
  '--mantine-color-disabled-color': shades.offText,
  '--mantine-color-disabled-border': shades.line,
  '--sg-ground': shades.ground,
  '--sg-surface': shades.surface,
  '--sg-hover': shades.hover,
  '--sg-line': shades.line,
  '--sg-field': shades.field,
  '--sg-link': shades.link,
  '--sg-muted': shades.muted,
});

/** For MantineProvider: the palette as CSS variables of either theme. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: scheme(LIGHT),
  // Entries of menus take the sixth shade itself, which is too dark on a dark layer.
  dark: { ...scheme(DARK), '--mantine-color-red-6': DARK.danger },
});
