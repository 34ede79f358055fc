/** An engine for tests without a cluster: shards are processes of this machine, two at once, and nothing tries them again. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine, Submission } from '../engine.ts'

const AT_ONCE = 2

interface WaitingShard {
  readonly shard: number
  readonly folder: string
  readonly after: string | undefined
}

export class ProcessEngine implements Engine {
  /** What was submitted, in order. */
  readonly submissions: Submission[] = []
  readonly running = new Map<number, ChildProcess>()
  readonly #command: readonly string[]
  #waiting: WaitingShard[] = []

  constructor(command: readonly string[]) {
    this.#command = command
  }

  submit(submission: Submission): Promise<string> {
    this.submissions.push(submission)
    const { runFolder, shards, after } = submission
    this.#waiting.push(...shards.map((shard) => ({ shard, folder: join(runFolder, 'shards', String(shard)), after })))
    this.#startSome()
    return Promise.resolve(String(this.submissions.length))
  }

  look(): Promise<readonly number[]> {
    return Promise.resolve([...this.running.keys(), ...this.#waiting.map(({ shard }) => shard)])
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM')
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  #end(signal: NodeJS.Signals): Promise<void> {
    this.#waiting = []
    for (const child of this.running.values()) child.kill(signal)
    return Promise.resolve()
  }

  #startSome(): void {
    const ready = this.#waiting.filter(({ after }) => after === undefined || this.running.size === 0)
    for (const next of ready.slice(0, AT_ONCE - this.running.size)) {
      this.#waiting = this.#waiting.filter((one) => one !== next)
      const log = openSync(join(next.folder, 'log'), 'a')
      const [program, ...args] = [...this.#command, next.folder]
      const child = spawn(program, args, { stdio: ['ignore', log, log] })
      this.running.set(next.shard, child)
      child.on('exit', () => {
        this.running.delete(next.shard)
        this.#startSome()
      })
    }
  }
}
