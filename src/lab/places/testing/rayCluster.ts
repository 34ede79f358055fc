/**
 * A Ray of its own for tests: real nodes with one core each in a network namespace that has loopback alone, and a token. Its processes
 * end with the first one.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { quotedForShell } from '../quotedForShell.ts'
import type { NodeName } from './meetingNode.ts'
import { until } from './slurmCluster.ts'

const ALONE = ['--user', '--map-root-user', '--net', '--pid', '--fork', '--mount-proc', '--kill-child']
const PROGRAM = fileURLToPath(new URL('rayCluster.py', import.meta.url))

/** A Python with Ray; `undefined`, with the reason said, where tests on Ray do not run. */
export function pythonWithRay(): string | undefined {
  const program = fileURLToPath(new URL('../../../../scripts/findRay.mjs', import.meta.url))
  const python = execFileSync(process.execPath, [program], { encoding: 'utf8' })
  const isAlone = spawnSync('unshare', [...ALONE, 'true']).status === 0
  if (python !== '' && isAlone) return python
  const reason = python === '' ? 'There is no Python with Ray' : 'A network namespace cannot be made'
  process.stderr.write(`${reason}. Tests on Ray did not run.\n`)
  return undefined
}

export class RayCluster {
  readonly folder = mkdtempSync(join(tmpdir(), 'hray-'))
  readonly token = join(this.folder, 'token')
  /** A Python inside the cluster's namespace. */
  readonly python = join(this.folder, 'python')
  /** Asks for the token. */
  address = ''
  /** Asks nobody. */
  open = ''
  readonly #temporary = join(this.folder, 't')
  #daemon: ChildProcess | undefined

  static async start(python: string): Promise<RayCluster> {
    const cluster = new RayCluster()
    try {
      await cluster.#start(python)
      return cluster
    } catch (error) {
      cluster.stop()
      throw error
    }
  }

  async #start(python: string): Promise<void> {
    // Ray writes the address of its newest cluster there.
    mkdirSync(join(this.#temporary, 'ray'), { recursive: true })
    writeFileSync(this.token, randomBytes(32).toString('hex'), { mode: 0o600 })
    const env = {
      ...{ PATH: process.env['PATH'], HOME: this.folder, TMPDIR: this.#temporary, RAY_USAGE_STATS_ENABLED: '0' },
      ...{ RAY_worker_niceness: '0', RAY_AUTH_MODE: 'token', RAY_AUTH_TOKEN_PATH: this.token },
      // On a busy machine nodes need longer than usual.
      RAY_raylet_start_wait_time_s: '300',
    }
    const log = join(this.folder, 'log')
    const command = `exec ${quotedForShell(['unshare', ...ALONE, python, PROGRAM, this.folder])} 2>${quotedForShell([log])}`
    const daemon = spawn('sh', ['-c', command], { env, stdio: ['pipe', 'pipe', 'ignore'] })
    this.#daemon = daemon
    let told = ''
    daemon.stdout.setEncoding('utf8').on('data', (text: string) => (told += text))
    await until(
      () => told.includes('\n') || daemon.exitCode !== null,
      'both clusters of Ray are up',
      () => textOf(log),
    )
    if (told === '') throw new Error(`the clusters of Ray ended:\n${textOf(log)}`)
    Object.assign(this, JSON.parse(told) as { readonly address: string; readonly open: string })
    const [first] = textOf(`/proc/${String(daemon.pid)}/task/${String(daemon.pid)}/children`)
      .trim()
      .split(' ')
    const inside = ['--user', '--preserve-credentials', '--net', '--pid', '--mount']
    const enter = quotedForShell(['nsenter', '--target', first, ...inside, '--', python])
    writeFileSync(this.python, `#!/bin/sh\nexport TMPDIR=${quotedForShell([this.#temporary])}\nexec ${enter} "$@"\n`)
    chmodSync(this.python, 0o755)
  }

  /** Trainers on a node, or on any. */
  trainers(node?: NodeName): readonly number[] {
    return this.#processes().filter(
      (pid) =>
        commandOf(pid).includes('shards/main') &&
        (node === undefined ||
          textOf(`/proc/${String(pid)}/environ`)
            .split('\0')
            .includes(`HOLDOUT_NODE=${node}`)),
    )
  }

  /** Drivers of runs. */
  drivers(): readonly number[] {
    return this.#processes().filter((pid) => /(work|control)\.py /.test(commandOf(pid)))
  }

  /** Halts trainers, which keep their node busy until they are killed. */
  haltTrainers(node: NodeName): void {
    for (const pid of this.trainers(node)) process.kill(pid, 'SIGSTOP')
  }

  killTrainers(node: NodeName): void {
    for (const pid of this.trainers(node)) process.kill(pid, 'SIGKILL')
  }

  /** Ends the workers of Ray that started trainers. */
  killWorkers(node: NodeName): void {
    for (const pid of this.trainers(node)) process.kill(parentOf(pid), 'SIGKILL')
  }

  /** Ends a node as a loss of power does, as far as one program can: its raylet. */
  killNode(node: NodeName): void {
    const raylet = this.trainers(node).map((pid) => parentOf(parentOf(pid)))
    for (const pid of raylet) process.kill(pid, 'SIGKILL')
  }

  /** What runs, and what Ray said last. */
  logs(): string {
    const commands = this.#processes().map((pid) => `${String(pid)} ${commandOf(pid).slice(0, 200)}`)
    const files = readdirSync(this.folder, { recursive: true, encoding: 'utf8' })
    const logs = files.filter((path) => /raylet.*\.(out|err)$/.test(path)).map((path) => join(this.folder, path))
    return [...commands, ...logs.map((path) => `${path}:\n${lastWords(path)}`)].join('\n')
  }

  stop(): void {
    this.#daemon?.kill('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true })
  }

  #processes(): readonly number[] {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    return pids.filter((pid) => textOf(`/proc/${pid}/environ`).includes(`TMPDIR=${this.#temporary}`)).map(Number)
  }
}

function lastWords(path: string): string {
  const lines = textOf(path).split('\n')
  return lines
    .filter((line) => !line.startsWith('[state-dump]'))
    .slice(-20)
    .join('\n')
}

function commandOf(pid: number): string {
  return textOf(`/proc/${String(pid)}/cmdline`)
    .replaceAll('\0', ' ')
    .trim()
}

function parentOf(pid: number): number {
  return Number(
    textOf(`/proc/${String(pid)}/stat`)
      .split(') ')
      .at(-1)
      ?.split(' ')[1],
  )
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
