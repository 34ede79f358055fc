/** One write to the workspace, about to happen: a file before it gets its name, a transaction before it is committed. */
export interface WorkspaceWrite {
  readonly kind: 'file' | 'database'
  /** What for, in a few words. */
  readonly what: string
}

/** Is called before every write; throwing prevents it. For tests of crashes and full disks. */
export type WriteHook = (write: WorkspaceWrite) => void

/** Lets every write happen. */
export const letWrite: WriteHook = () => undefined
