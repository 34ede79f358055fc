/** One line of the table that `npm run bench` prints. */
export interface Measurement {
  readonly name: string
  readonly seconds: number
  /** Against something measured in the same run: these are what count, seconds are the machine's. */
  readonly ratios?: Readonly<Record<string, number>>
  readonly notes?: Readonly<Record<string, number>>
  /** Decimals of the notes; 2 unless given. */
  readonly digits?: number
}
