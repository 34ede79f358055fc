import { homedir, platform } from 'node:os'
import { join, resolve } from 'node:path'

/** Given as the workspace's folder: nothing is kept. */
export const NO_WORKSPACE = 'none'

/** Which workspace a program works in, and whether a person named it. */
export interface WorkspaceChoice {
  /** Absolute; absent where nothing is to be kept. */
  readonly folder?: string
  /** Named by `--workspace` or `HOLDOUT_WORKSPACE`, and not merely the default. */
  readonly isNamed: boolean
}

/** The workspace to use: the folder given, else `HOLDOUT_WORKSPACE`, else the one in the user's data folder. */
export function chooseWorkspace(given: string | undefined, env: NodeJS.ProcessEnv = process.env): WorkspaceChoice {
  const named = given ?? env['HOLDOUT_WORKSPACE'] ?? ''
  if (named === NO_WORKSPACE) return { isNamed: true }
  if (named !== '') return { folder: resolve(named), isNamed: true }
  return { folder: defaultWorkspaceFolder(env), isNamed: false }
}

/** The workspace of a user who names none: in the folder where each system keeps users' data. */
export function defaultWorkspaceFolder(
  env: NodeJS.ProcessEnv = process.env,
  system: NodeJS.Platform = platform(),
  home: string = homedir(),
): string {
  if (system === 'darwin') return join(home, 'Library', 'Application Support', 'Holdout')
  if (system === 'win32') return join(filled(env['APPDATA']) ?? join(home, 'AppData', 'Roaming'), 'Holdout')
  return join(filled(env['XDG_DATA_HOME']) ?? join(home, '.local', 'share'), 'holdout')
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}
