import type { ColumnType } from './datasetSettings.ts'

/** What a person may say of one column to settle a doubt; the keys are those of `dataset.columns` in an experiment. */
export interface ColumnAnswer {
  readonly type?: ColumnType
  readonly decimal?: '.' | ','
  readonly thousands?: string
  readonly format?: string
  readonly missing?: readonly string[]
  readonly lookAlikes?: 'join' | 'apart'
}

/** One way of settling a doubt. */
export interface DoubtChoice {
  readonly label: string
  readonly answer: ColumnAnswer
}

/** Another reading of a column that its cells allow as well, with what to say to have it. */
export interface Doubt {
  readonly code: 'ambiguous-numbers' | 'ambiguous-dates' | 'codes'
  /** Why, as half a sentence. */
  readonly reason: string
  readonly choices: readonly DoubtChoice[]
}
