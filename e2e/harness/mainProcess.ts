import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

interface Reply {
  readonly id: number
  readonly result?: unknown
  readonly error?: string
}

/** The built main process in a Node of its own, on a stubbed Electron and a workspace of its own. */
export class MainProcess {
  readonly workspace: string
  readonly #child: ChildProcess
  #asked = 0

  private constructor(child: ChildProcess, workspace: string) {
    this.#child = child
    this.workspace = workspace
  }

  static async start(args: readonly string[] = [], workspace?: string): Promise<MainProcess> {
    const folder = workspace ?? (await mkdtemp(join(tmpdir(), 'holdout-main-')))
    const program = fileURLToPath(new URL('./mainProgram.ts', import.meta.url))
    const child = fork(program, [...args], {
      serialization: 'advanced',
      env: { ...process.env, HOLDOUT_WORKSPACE: folder },
    })
    const [first] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown]
    if (first !== 'ready') throw new Error(`the main process ended before it was ready (${String(first)})`)
    return new MainProcess(child, folder)
  }

  /** Does something in it by name; see `mainProgram.ts`. */
  async do(name: string, ...args: unknown[]): Promise<unknown> {
    const id = (this.#asked += 1)
    this.#child.send({ id, name, args })
    for (;;) {
      const [reply] = (await once(this.#child, 'message')) as [Reply]
      if (reply.id !== id) continue
      if (reply.error !== undefined) throw new Error(reply.error)
      return reply.result
    }
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#child.disconnect()
    await gone
  }

  async stopAndForget(): Promise<void> {
    await this.stop()
    await rm(this.workspace, { recursive: true, force: true })
  }
}
