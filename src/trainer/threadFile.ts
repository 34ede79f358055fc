/**
 * The program of a thread, which lies beside the module that starts it: `.ts` among sources, `.js` in what was built from them.
 * @param from `import.meta.url` of that module
 * @param name without its ending
 */
export function threadFile(from: string, name: string): URL {
  return new URL(`./${name}${from.slice(from.lastIndexOf('.'))}`, from)
}
