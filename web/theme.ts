import { Anchor, createTheme, type MantineColorsTuple } from "@mantine/core";

/** Dark enough at shade 6 for white text on it, light enough at shade 4 for dark pages (WCAG AA). */
const blue: MantineColorsTuple = [
  "#edf3fd",
  "#d9e4f8",
  "#b0c7f0",
  "#84a8e8",
  "#8fb0ee",
  "#3a74d6",
  "#1f5fbf",
  "#184fa3",
  "#123f86",
  "#0b2f69",
];

const red: MantineColorsTuple = [
  "#fdeeee",
  "#fadada",
  "#f3b3b3",
  "#ee9292",
  "#ff9a9a",
  "#d43c3c",
  "#b81d1d",
  "#9a1515",
  "#7c0f0f",
  "#5e0909",
];

const orange: MantineColorsTuple = [
  "#fff3e6",
  "#fce3c8",
  "#f6c792",
  "#f1aa5c",
  "#ffb870",
  "#c66a10",
  "#9c4f04",
  "#813f00",
  "#673100",
  "#4d2400",
];

export const theme = createTheme({
  primaryColor: "blue",
  primaryShade: { light: 6, dark: 5 },
  colors: { blue, red, orange },
  autoContrast: true,
  luminanceThreshold: 0.4,
  defaultRadius: "md",
  cursorType: "pointer",
  // A link inside a sentence must not be told by its colour alone.
  components: { Anchor: Anchor.extend({ defaultProps: { underline: "always" } }) },
  focusRing: "auto",
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono CJK KR", monospace',
});
