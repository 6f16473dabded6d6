import { useThemeName } from '#web/theme.tsx'

/** Colours that mean something, in both themes; the chart's own palette is for series that mean nothing by colour. */
const hues = {
  light: { good: '#2b8a5b', bad: '#c23b44', blue: '#0b4db3', soft: '#9db8de', text: '#4c5866' },
  dark: { good: '#63c48f', bad: '#ff8a8f', blue: '#6ea8ff', soft: '#41608f', text: '#b0bccb' },
}

export type Hues = (typeof hues)['light']

export function useHues(): Hues {
  return hues[useThemeName().name]
}
