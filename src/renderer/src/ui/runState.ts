/** The states a run, a candidate or a fold is shown in. */
export type RunState =
  | 'waiting'
  | 'running'
  | 'paused'
  | 'done'
  | 'stopped'
  | 'failed'
  | 'diverged'
  | 'collapsed'
  | 'interrupted'
  | 'away'
