type Settings = Readonly<Record<string, unknown>>

/** Settings with one of them set in its place; `undefined` takes it away. */
export function withSetting(settings: object | undefined, name: string, value: unknown): Settings {
  const { [name]: _, ...rest } = (settings ?? {}) as Settings
  return value === undefined ? rest : { ...settings, [name]: value }
}

export function isEmpty(settings: object): boolean {
  return Object.keys(settings).length === 0
}
