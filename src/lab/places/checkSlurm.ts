import type { PlaceFact } from './placeFact.ts'
import { reasonIn } from './placeFiles.ts'
import type { OpenPlace } from './placeFiles.ts'

/** Looks for the commands of Slurm and for its nodes. */
export function checkSlurm(open: OpenPlace): Promise<readonly PlaceFact[]> {
  return Promise.all([checkEngine(open), checkNodes(open)])
}

async function checkEngine({ shell }: OpenPlace): Promise<PlaceFact> {
  const there = await shell.run(['sh', '-c', 'command -v sbatch'])
  if (there.code === 0) {
    const { stdout, stderr } = await shell.run(['sbatch', '--version'])
    return { what: 'engine', isFine: true, found: stdout.trim() || reasonIn(stderr) }
  }
  const hint = 'Install the commands of Slurm, or name a host that has them: holdout places add NAME HOST'
  return { what: 'engine', isFine: false, found: 'the command sbatch is not there', hint }
}

async function checkNodes({ shell, place: { partition } }: OpenPlace): Promise<PlaceFact> {
  const wanted = partition === undefined ? [] : ['-p', partition]
  const { code, stdout } = await shell.run(['sinfo', '-h', ...wanted, '-o', '%C'])
  const counts = stdout.split('\n').flatMap((line) => {
    const [, allocated, idle] = /^(\d+)\/(\d+)\/\d+\/\d+$/.exec(line.trim()) ?? []
    return idle === undefined ? [] : [{ allocated: Number(allocated), idle: Number(idle) }]
  })
  const [idle, allocated] = (['idle', 'allocated'] as const).map((name) =>
    counts.reduce((sum, one) => sum + one[name], 0),
  )
  const found = `${String(idle)} cores are free, ${String(allocated)} in use`
  if (code === 0 && idle + allocated > 0) return { what: 'nodes', isFine: true, found }
  return {
    what: 'nodes',
    isFine: false,
    found: 'Slurm does not answer or has no nodes',
    hint: 'See "sinfo" on the place.',
  }
}
