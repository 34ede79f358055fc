/** Arguments as a POSIX shell reads them back, whatever characters they hold. */
export function quotedForShell(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')
}
