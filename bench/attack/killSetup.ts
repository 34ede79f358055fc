import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { addonPlace } from '../../scripts/setup/addon.mjs'
import { FakeCheckout } from '../../scripts/setup/fakes/fakeCheckout.mjs'
import { readState } from '../../scripts/setup/state.mjs'
import { command } from './command.ts'
import type { Tally } from './tally.ts'

const PREPARE = fileURLToPath(new URL('../../scripts/setup/fakes/prepare.mjs', import.meta.url))

/** Long enough for the slow programs of the fake machine, and for what comes between them. */
const LIFE_MS = 1200

/** Kills the set-up of a small made-up checkout at a moment of its life; set up again, it is as if nothing had been. */
export async function killSetup(tally: Tally, share: number): Promise<void> {
  const fake = await FakeCheckout.create()
  const what = `set-up killed after ${(share * LIFE_MS).toFixed(0)} ms`
  const args = [fake.root, fake.cache, fake.programs]
  try {
    await fake.addProgram('python3', fake.pip(`/bin/sleep 0.2; /bin/cp '${fake.wheel}' "$dest"`))
    await fake.addProgram('g++', fake.compiler('echo half > "$output"; /bin/sleep 0.2; echo addon > "$output"'))
    await command(args, { program: PREPARE, killAfterMs: share * LIFE_MS })
    const again = await command(args, { program: PREPARE })
    const addon = await readFile(addonPlace(fake.root), 'utf8').catch(() => '')
    const partial = (await readdir(fake.cache, { recursive: true })).filter((name) => name.includes('partial'))
    const isWell = again.code === 0 && addon === 'addon\n' && readState(fake.root)?.backend === 'native'
    if (again.isHung) tally.add('hang', what)
    else tally.add(isWell && partial.length === 0 ? 'fine' : 'lost', `${what}: ${again.stderr} ${partial.join()}`)
  } finally {
    await fake.remove()
  }
}
