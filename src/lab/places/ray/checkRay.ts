import { z } from 'zod'
import type { PlaceFact } from '../placeFact.ts'
import { reasonIn } from '../placeFiles.ts'
import type { OpenPlace } from '../placeFiles.ts'
import { clusterOf, RAY_LINES, RayEngine } from './rayEngine.ts'

const answer = z.object({ version: z.string().max(100), cores: z.number(), nodes: z.number() })

/** Looks for Ray in the place's Python, whether it lets us in and nobody else, and for its nodes. */
export async function checkRay(open: OpenPlace): Promise<readonly PlaceFact[]> {
  const { place } = open
  const { stdout, stderr } = await new RayEngine(open).ask(['check'], clusterOf(place))
  const read = answer.safeParse(jsonIn(stdout))
  if (!read.success) {
    const hint =
      place.address === undefined
        ? 'Install Ray there ("pip install ray==2.58.0") and name its Python: holdout places add NAME --engine ray --python FILE'
        : 'See docs/scale-out.md: Ray needs the same version everywhere, and a token.'
    return [{ what: 'engine', isFine: false, found: reasonIn(stderr, RAY_LINES) || 'Python does not answer', hint }]
  }
  const { version, cores, nodes } = read.data
  const whose = place.address ?? 'of its own, with a token, which no other machine reaches'
  const fine: PlaceFact = { what: 'engine', isFine: true, found: `Ray ${version}, ${whose}` }
  const found = `${String(cores)} cores are free on ${String(nodes)} ${nodes === 1 ? 'node' : 'nodes'}`
  if (nodes > 0) return [fine, { what: 'nodes', isFine: true, found }]
  return [fine, { what: 'nodes', isFine: false, found, hint: 'Start Ray with a core on some node ("ray status").' }]
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
