/**
 * Where a program of this project lies, for a thread or a process: `.ts` beside sources, `.js` in what was built from them. Bundlers
 * leave such an address alone, as they cannot read it.
 * @param from `import.meta.url` of the file that names it
 * @param path of the program as seen from there, without its ending
 */
export function programFile(from: string, path: string): URL {
  return new URL(path + from.slice(from.lastIndexOf('.')), from)
}
