import { homedir } from 'node:os'
import { basename, isAbsolute, relative, sep } from 'node:path'
import type { ErrorData } from '../../core/errors.ts'

/** An absolute path with at least one folder, at the start of a word. */
const PATH = /(^|[\s"'`(])((?:\/|[A-Za-z]:[\\/])(?:[^\s"'`\\/]+[\\/])+)([^\s"'`\\/]+)/g

/** An error as the page may see it: files by their names, without the folders they lie in on this machine. */
export function withoutPaths(error: ErrorData): ErrorData {
  const { path, message, hint, problems, ...rest } = error
  const own = path !== undefined && isAbsolute(path) ? path : undefined
  const plain = (text: string): string =>
    (own === undefined ? text : text.replaceAll(own, basename(own))).replaceAll(PATH, '$1$3')
  return {
    ...rest,
    message: plain(message),
    ...(hint !== undefined && { hint: plain(hint) }),
    ...(path !== undefined && { path: own === undefined ? path : basename(own) }),
    ...(problems && { problems: problems.map(withoutPaths) }),
  }
}

/** A folder as the page may see it: from the home folder on, else its last name. */
export function shownFolder(folder: string): string {
  const way = relative(homedir(), folder)
  if (way === '' || way.startsWith('..') || isAbsolute(way)) return basename(folder)
  return ['~', ...way.split(sep)].join('/')
}
