/** What decides where shards run, and starts them again when their node is lost. */

export interface Submission {
  /** The run's folder on the place. */
  readonly runFolder: string
  readonly run: string
  readonly shards: readonly number[]
  /** SHA-256 of the table, which is its name below `tables`. */
  readonly table: string
  /** Whether these shards read what the others have reported. */
  readonly readsOthers: boolean
  /** A submission of this run that must have come to its good end before. */
  readonly after?: string
  /** Nodes that compute otherwise. */
  readonly exclude: readonly string[]
}

export interface Engine {
  /** Hands shards over. Returns the engine's name of the submission. @throws HoldoutError `training/place-refused` */
  submit(submission: Submission): Promise<string>
  /** The shards of a run that wait or train; `undefined` where the engine does not answer. */
  look(run: string): Promise<readonly number[] | undefined>
  /** Of the shards of the last look those that wait; absent where the engine does not tell. */
  readonly waiting?: ReadonlySet<number>
  /** Asks for an end with checkpoints; what waits is taken back. */
  stop(run: string): Promise<void>
  /** Ends everything at once. */
  kill(run: string): Promise<void>
}
