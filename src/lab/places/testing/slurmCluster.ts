/**
 * A Slurm of its own for tests: Debian's real daemons, two nodes with one core each on this machine, with their own key and ports on
 * loopback. Nothing of the machine's own Slurm is used.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { hostname, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { NODES } from './meetingNode.ts'
import type { NodeName } from './meetingNode.ts'

const PROGRAMS = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'scancel', 'scontrol', 'sinfo']
const PACKAGES = ['slurmctld', 'slurmd', 'slurm-client', 'munge']

/** Whether Slurm is here, installed first where that may be done. */
export function hasSlurm(): boolean {
  return installed(PROGRAMS, PACKAGES, 'Slurm')
}

/**
 * Whether these programs are here, installed first where that may be done. Where it cannot, the reason is said, and under `CI=true` that
 * is a failure.
 */
export function installed(programs: readonly string[], packages: readonly string[], name: string): boolean {
  // Shards pin the instructions of x86 processors, and these daemons are Linux's.
  if (process.platform !== 'linux' || process.arch !== 'x64') return false
  const isThere = () => programs.every((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0)
  if (isThere()) return true
  if (userInfo().uid === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    spawnSync('apt-get', ['update'], { stdio: 'ignore' })
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { stdio: 'ignore', env })
  }
  if (isThere()) return true
  const reason = `The packages ${packages.join(', ')} are not here and could not be installed.`
  if (process.env['CI'] === 'true') throw new Error(reason)
  process.stderr.write(`${reason} Tests on ${name} did not run.\n`)
  return false
}

export class SlurmCluster {
  readonly folder: string
  readonly #daemons = new Map<string, ChildProcess>()

  private constructor(folder: string) {
    this.folder = folder
  }

  /** Starts all daemons and waits until both nodes are idle. From then on the commands of this process go to this cluster. */
  static async start(): Promise<SlurmCluster> {
    const cluster = new SlurmCluster(mkdtempSync(join(tmpdir(), 'holdout-slurm-')))
    const [controller, ...nodes] = await freePorts(1 + NODES.length)
    writeFileSync(join(cluster.folder, 'munge.key'), randomBytes(128), { mode: 0o600 })
    mkdirSync(join(cluster.folder, 'state'))
    const conf = join(cluster.folder, 'slurm.conf')
    writeFileSync(conf, configuration(cluster.folder, controller, nodes))
    process.env['SLURM_CONF'] = conf
    cluster.#start('munged', ['--foreground', '--force', ...mungeFiles(cluster.folder)])
    await until(() => spawnSync('munge', ['-n', '-S', mungeSocket(cluster.folder)]).status === 0, 'munged answers')
    cluster.#start('slurmctld', ['-D', '-f', conf])
    for (const node of NODES) cluster.startNode(node)
    await until(
      () => NODES.every((node) => cluster.stateOf(node) === 'idle'),
      'both nodes are idle',
      () => cluster.logs(),
    )
    return cluster
  }

  startNode(node: NodeName): void {
    const spool = join(this.folder, `spool.${node}`)
    mkdirSync(spool, { recursive: true })
    this.#start(node, ['-D', '-N', node, '-f', join(this.folder, 'slurm.conf')], 'slurmd')
  }

  /** Kills a node: its daemon and all that runs on it, as a loss of power does. */
  killNode(node: NodeName): void {
    const pids = this.#processesOn(node)
    this.#daemons.get(node)?.kill('SIGKILL')
    for (const pid of [...stepsOf(this.folder, node), ...pids]) kill(pid)
  }

  /** Kills the trainers that run on a node, and nothing else. Returns how many there were. */
  killTrainers(node: NodeName): number {
    const trainers = this.#processesOn(node).filter(isTrainer)
    for (const pid of trainers) kill(pid)
    return trainers.length
  }

  /** Trainers of this cluster that run. */
  trainers(): readonly number[] {
    return NODES.flatMap((node) => this.#processesOn(node)).filter(isTrainer)
  }

  #processesOn(node: NodeName): readonly number[] {
    const variables = [`SLURMD_NODENAME=${node}`, `SLURM_CONF=${join(this.folder, 'slurm.conf')}`]
    return allProcesses().filter((pid) => {
      const environment = environmentOf(pid).split('\0')
      return variables.every((variable) => environment.includes(variable))
    })
  }

  stateOf(node: NodeName): string {
    return spawnSync('sinfo', ['-h', '-n', node, '-o', '%t']).stdout.toString().trim()
  }

  /** Last lines of all logs, for a failure. */
  logs(): string {
    return ['slurmctld', ...NODES.map((node) => `slurmd.${node}`)]
      .map((name) => `${name}:\n${tailOf(join(this.folder, `${name}.log`))}`)
      .join('\n')
  }

  async stop(): Promise<void> {
    spawnSync('scancel', ['--full', '--user', userInfo().username])
    for (const node of NODES) this.killNode(node)
    for (const daemon of this.#daemons.values()) daemon.kill('SIGKILL')
    await wait(100)
    rmSync(this.folder, { recursive: true, force: true })
  }

  #start(name: string, args: readonly string[], program = name): void {
    this.#daemons.set(name, spawn(program, args, { stdio: 'ignore' }))
  }
}

function configuration(folder: string, controller: number, nodes: readonly number[]): string {
  const { username } = userInfo()
  const host = hostname().split('.')[0]
  return `
ClusterName=holdout
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${String(controller)}
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
AuthType=auth/munge
AuthInfo=socket=${mungeSocket(folder)},cred_expire=5
CredType=cred/munge
SlurmUser=${username}
SlurmdUser=${username}
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool.%n
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.%n.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmctldTimeout=10
SlurmdTimeout=10
KillWait=5
MinJobAge=10
ReturnToService=2
SchedulerParameters=sched_interval=1,sched_min_interval=0,bf_interval=1,batch_sched_delay=0
${NODES.map((node, i) => `NodeName=${node} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${String(nodes[i])} CPUs=1 RealMemory=6000`).join('\n')}
PartitionName=main Nodes=${NODES.join(',')} Default=YES MaxTime=INFINITE State=UP
`
}

function mungeSocket(folder: string): string {
  return join(folder, 'munge.socket')
}

function mungeFiles(folder: string): readonly string[] {
  const file = (name: string) => join(folder, `munge.${name}`)
  return [
    `--key-file=${file('key')}`,
    `--socket=${mungeSocket(folder)}`,
    `--pid-file=${file('pid')}`,
    `--log-file=${file('log')}`,
    `--seed-file=${file('seed')}`,
    '--num-threads=2',
  ]
}

/** Ports of loopback that nobody uses now. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

/** Waits for a condition of other processes. */
export async function until(isSo: () => boolean, what: string, explain: () => string = () => ''): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (isSo()) return
    await wait(100)
  }
  throw new Error(`waited in vain until ${what}\n${explain()}`)
}

/** The step daemons of a node: they have its log open. */
function stepsOf(folder: string, node: NodeName): readonly number[] {
  const steps = allProcesses().filter((pid) => commandOf(pid).startsWith('slurmstepd'))
  return steps.filter((pid) => openFiles(pid).includes(join(folder, `slurmd.${node}.log`)))
}

function openFiles(pid: number): string {
  return spawnSync('ls', ['-l', `/proc/${String(pid)}/fd`]).stdout.toString()
}

function isTrainer(pid: number): boolean {
  return commandOf(pid).includes('shards/main')
}

function allProcesses(): readonly number[] {
  return execFileSync('ls', ['/proc'], { encoding: 'utf8' })
    .split('\n')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

function environmentOf(pid: number): string {
  return textOf(`/proc/${String(pid)}/environ`)
}

function commandOf(pid: number): string {
  return textOf(`/proc/${String(pid)}/cmdline`).replaceAll('\0', ' ')
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

function tailOf(path: string): string {
  return textOf(path).split('\n').slice(-25).join('\n')
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It is gone.
  }
}
