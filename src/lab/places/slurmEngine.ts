import { HoldoutError } from '../../core/errors.ts'
import { SHARD_EXIT } from '../../core/shards/shardMessage.ts'
import type { Engine, Submission } from './engine.ts'
import type { Place } from './place.ts'
import type { PlaceShell } from './placeShell.ts'
import { quotedForShell } from './quotedForShell.ts'

/** Seconds before a time limit at which shards write their checkpoints. */
const SIGNAL_AHEAD = 60
const DEFAULT_MEMORY = '2G'

/** How a shard is trained on the place: Node and its arguments without the shard's folder. */
export interface ShardProgram {
  readonly command: readonly string[]
}

/** Slurm, by the four commands that every site has. Jobs are found by their name, so nothing must be remembered. */
export class SlurmEngine implements Engine {
  waiting: ReadonlySet<number> = new Set()
  readonly #place: Place
  readonly #shell: PlaceShell
  readonly #program: ShardProgram

  constructor(place: Place, shell: PlaceShell, program: ShardProgram) {
    this.#place = place
    this.#shell = shell
    this.#program = program
  }

  async submit(submission: Submission): Promise<string> {
    const { code, stdout, stderr } = await this.#shell.run(this.#sbatch(submission), batchScript(this.#program))
    // A federated site answers ID;CLUSTER.
    const id = /^(\d+)/.exec(stdout.trim())?.[1]
    if (code === 0 && id !== undefined) return id
    throw new HoldoutError('training/place-refused', `Slurm did not take the run: ${oneLine(stderr)}`, {
      hint: 'See "holdout places check", and what partition, account and time limit the site allows.',
    })
  }

  async look(run: string): Promise<readonly number[] | undefined> {
    const tasks = await this.#tasks(run)
    this.waiting = new Set(tasks?.filter(({ state }) => state === 'PENDING').map(({ shard }) => shard))
    return tasks?.map(({ shard }) => shard)
  }

  async stop(run: string): Promise<void> {
    const tasks = (await this.#tasks(run)) ?? []
    const [waiting, training] = [
      tasks.filter(({ state }) => state === 'PENDING'),
      tasks.filter(({ state }) => state !== 'PENDING'),
    ]
    if (waiting.length > 0) await this.#shell.run(['scancel', '--state=PENDING', ...waiting.map(({ id }) => id)])
    // Without --batch the signal passes the script by.
    if (training.length > 0)
      await this.#shell.run(['scancel', '--signal=TERM', '--batch', ...training.map(({ id }) => id)])
  }

  async kill(run: string): Promise<void> {
    const tasks = (await this.#tasks(run)) ?? []
    if (tasks.length > 0) await this.#shell.run(['scancel', ...tasks.map(({ id }) => id)])
  }

  async #tasks(run: string): Promise<readonly Task[] | undefined> {
    const { code, stdout } = await this.#shell.run(['squeue', '-h', '-r', `--name=${jobName(run)}`, '-o', '%F %K %T'])
    return code === 0 ? stdout.split('\n').flatMap(taskIn) : undefined
  }

  #sbatch({ runFolder, run, shards, after, exclude }: Submission): string[] {
    const { partition, account, time, memory = DEFAULT_MEMORY, atMost } = this.#place
    return [
      ...WITH_CLEAN_ENVIRONMENT,
      'sbatch',
      '--parsable',
      `--job-name=${jobName(run)}`,
      `--array=${shards.join(',')}${atMost === undefined ? '' : `%${String(atMost)}`}`,
      `--chdir=${runFolder}`,
      '--output=shards/%a/log',
      '--open-mode=append',
      '--requeue',
      `--signal=B:TERM@${String(SIGNAL_AHEAD)}`,
      '--ntasks=1',
      '--cpus-per-task=1',
      `--mem=${memory}`,
      '--export=ALL',
      ...(partition === undefined ? [] : [`--partition=${partition}`]),
      ...(account === undefined ? [] : [`--account=${account}`]),
      ...(time === undefined ? [] : [`--time=${time}`]),
      ...(after === undefined ? [] : [`--dependency=afterok:${after}`, '--kill-on-invalid-dep=yes']),
      ...(exclude.length === 0 ? [] : [`--exclude=${exclude.join(',')}`]),
    ]
  }
}

/**
 * Starts a program without the environment of whoever submits: threads and instructions are the run's. `--export` with names would
 * have the node ask a login shell for the rest.
 */
const WITH_CLEAN_ENVIRONMENT = [
  'sh',
  '-c',
  'exec env -i PATH="$PATH" HOME="$HOME" ${SLURM_CONF:+"SLURM_CONF=$SLURM_CONF"} "$@"',
  'sh',
]

interface Task {
  readonly id: string
  readonly shard: number
  readonly state: string
}

function taskIn(line: string): readonly Task[] {
  const [, job, shard, state] = /^(\d+) (\d+) ([A-Z_]+)$/.exec(line.trim()) ?? []
  if (job === undefined || ENDED.has(state)) return []
  return [{ id: `${job}_${shard}`, shard: Number(shard), state }]
}

/** States of jobs that Slurm still lists for a while. */
const ENDED: ReadonlySet<string> = new Set([
  ...['COMPLETED', 'CANCELLED', 'FAILED', 'TIMEOUT', 'NODE_FAIL', 'BOOT_FAIL', 'DEADLINE', 'OUT_OF_MEMORY', 'REVOKED'],
])

function jobName(run: string): string {
  return `holdout-${run}`
}

/**
 * Trains one shard. A trainer that crashes is started up to three times; one that was stopped by the engine (its time is over, or its node
 * is wanted) is put back into the queue, unless the person asked for the stop.
 */
export function batchScript({ command }: ShardProgram): string {
  const { done, failed, refused, stopped } = SHARD_EXIT
  return `#!/bin/sh
umask 077
child= signalled=
trap 'signalled=1; [ -z "$child" ] || kill -TERM "$child" 2>/dev/null' TERM
try=1
while :; do
  ${quotedForShell(command)} "$PWD/shards/$SLURM_ARRAY_TASK_ID" & child=$!
  # A signal that came before the trainer had a number was passed on to nobody.
  [ -z "$signalled" ] || kill -TERM "$child" 2>/dev/null
  wait "$child"; code=$?
  # A trap ends the waiting, and not the trainer.
  while kill -0 "$child" 2>/dev/null; do wait "$child"; code=$?; done
  case $code in
    ${String(done)}|${String(failed)}|${String(refused)}) exit $code ;;
    ${String(stopped)}) break ;;
  esac
  # After a signal nothing is started again here, however the trainer ended.
  [ -z "$signalled" ] || break
  [ -e stop ] && exit ${String(stopped)}
  [ $try -ge 3 ] && exit $code
  try=$((try + 1))
done
[ -e stop ] || scontrol requeue "\${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
exit ${String(stopped)}
`
}

function oneLine(text: string): string {
  return text
    .trim()
    .split(/\s*\n\s*/)
    .join(' ')
}
