/** What of a candidate its name is made of. */
interface Named {
  readonly name: string
  readonly model: string
  readonly hyperparameters: Readonly<Record<string, number | string | boolean>>
}

/** Names for a place with little room: of a sweep of one model only the hyperparameters that differ. */
export function shortCandidateNames(candidates: readonly Named[]): readonly string[] {
  const isOneModel = new Set(candidates.map(({ model }) => model)).size === 1
  if (!isOneModel || candidates.length < 2) return candidates.map(({ name }) => name)
  return candidates.map(({ name, hyperparameters }) => {
    const telling = Object.entries(hyperparameters).filter(([path, value]) =>
      candidates.some((other) => other.hyperparameters[path] !== value),
    )
    const parts = telling.map(([path, value]) => `${path.split('.').at(-1) ?? path} ${value}`)
    return parts.length > 0 ? parts.join(', ') : name
  })
}
