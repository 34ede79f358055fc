/** A line of a stack trace or an abort that says what went wrong. */
const ERROR_LINE = /^\s*(\w*Error\b|FATAL ERROR|terminate called|what\(\):|error:)/

/** The lines, of what a program wrote to stderr, that name an error. */
export function errorLines(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => ERROR_LINE.test(line))
}
