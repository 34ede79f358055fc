/** Score by metric name, e.g. `{accuracy: 0.857, logLoss: 0.41, rocAuc: 0.93}`; `null` where undefined. */
export type Scores = Readonly<Record<string, number | null>>
