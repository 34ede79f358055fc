import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkout } from './checkout.ts'

/** `holdout serve` as a person starts it, on a workspace of its own. */
export class ServeProcess {
  /** Good for one visit. */
  readonly address: string
  readonly workspace: string
  /** Name of the program that writes to the workspace, where it is another. */
  readonly writer: string | undefined
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, { address, writer }: Beginning, workspace: string) {
    this.#child = child
    this.address = address
    this.writer = writer?.program
    this.workspace = workspace
  }

  static async start(options: readonly string[] = [], workspace?: string): Promise<ServeProcess> {
    const folder = workspace ?? (await mkdtemp(join(tmpdir(), 'holdout-e2e-')))
    const program = join(checkout, 'src', 'cli', 'main.ts')
    const child = spawn(process.execPath, [program, 'serve', '--json', '--workspace', folder, ...options], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    return new ServeProcess(child, await beginningOf(child), folder)
  }

  get origin(): string {
    return new URL(this.address).origin
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Resolves to its exit code; null where it was killed. */
  get ended(): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return Promise.resolve(this.#child.exitCode)
    return new Promise((resolve) => this.#child.once('close', resolve))
  }

  /** Ends it as Ctrl-C does. */
  async stop(): Promise<void> {
    this.#child.kill('SIGINT')
    await this.ended
  }

  async stopAndForget(): Promise<void> {
    await this.stop()
    await rm(this.workspace, { recursive: true, force: true })
  }
}

/** What it prints when it begins. */
interface Beginning {
  readonly address: string
  readonly writer?: { readonly program: string }
}

async function beginningOf({ stdout }: ChildProcess): Promise<Beginning> {
  let text = ''
  for await (const chunk of stdout ?? []) {
    text += String(chunk)
    if (text.includes('\n')) return JSON.parse(text) as Beginning
  }
  throw new Error('holdout serve ended without an address')
}
