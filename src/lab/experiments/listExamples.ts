import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Example } from '../../contract/experiments.ts'
import { parseExperiment } from '../../core/experiment/file/parseExperiment.ts'

/** Offered before all others. */
const FIRST = 'sonar-dropout'

/** The experiments that ship with Holdout; the exercise first. */
export async function listExamples(resources: string): Promise<readonly Example[]> {
  const folder = join(resources, 'examples')
  const ids = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).map((name) => name.slice(0, -5))
  const inOrder = ids.sort((a, b) => Number(b === FIRST) - Number(a === FIRST) || (a < b ? -1 : 1))
  return Promise.all(inOrder.map((id) => describeExample(folder, id)))
}

async function describeExample(folder: string, id: string): Promise<Example> {
  const text = await readFile(join(folder, `${id}.yaml`), 'utf8')
  const { name, models } = parseExperiment(text)
  return {
    file: { ref: `example:${id}`, name: `${id}.yaml` },
    name,
    about: headComment(text),
    models: models.map((model) => model.name),
  }
}

/** The comment lines a file begins with. */
function headComment(text: string): string {
  const lines = text.split('\n')
  const end = lines.findIndex((line) => !line.startsWith('#'))
  return lines
    .slice(0, end)
    .map((line) => line.replace(/^# ?/, ''))
    .join('\n')
    .trim()
}
