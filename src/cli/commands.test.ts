import { expect, test } from 'vitest'
import { COMMANDS } from './commands.ts'

test.each(COMMANDS.map(({ name, load }) => [name, load] as const))(
  '%s is found by its own name',
  async (name, load) => {
    expect((await load()).name).toBe(name)
  },
)
