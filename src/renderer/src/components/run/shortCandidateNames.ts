/** What of a candidate its name is made of. */
interface Named {
  readonly name: string
  readonly model: string
  readonly hyperparameters: Readonly<Record<string, number | string | boolean>>
}

/** Names for a place with little room: of a sweep of one model only what differs. */
export function shortCandidateNames(candidates: readonly Named[]): readonly string[] {
  const isOneModel = new Set(candidates.map(({ model }) => model)).size === 1
  return candidates.map(({ name, hyperparameters }) => {
    const parts = Object.entries(hyperparameters).map(([path, value]) => `${path.split('.').at(-1) ?? path} ${value}`)
    return isOneModel && parts.length > 0 ? parts.join(', ') : name
  })
}
