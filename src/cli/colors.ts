import type { Terminal } from './terminal.ts'

/** The few styles that are used on stderr; each gives text back as it is where there is no colour. */
export interface Colors {
  readonly strong: (text: string) => string
  readonly muted: (text: string) => string
  readonly accent: (text: string) => string
  readonly danger: (text: string) => string
  readonly ok: (text: string) => string
}

/** Styles for this terminal. */
export function colorsFor({ hasColor }: Terminal): Colors {
  const style = (on: number, off: number) => (text: string) =>
    hasColor ? `\u001b[${String(on)}m${text}\u001b[${String(off)}m` : text
  return { strong: style(1, 22), muted: style(2, 22), accent: style(34, 39), danger: style(31, 39), ok: style(32, 39) }
}
