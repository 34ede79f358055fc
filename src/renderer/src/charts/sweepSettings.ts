/** What the charts of a sweep must know beside its points. */
export interface SweepSettings {
  readonly bestId: string | undefined
  readonly isGreaterBetter: boolean
  /** Selected candidates by their id, each with its look. */
  readonly slots: ReadonlyMap<string, number>
}
