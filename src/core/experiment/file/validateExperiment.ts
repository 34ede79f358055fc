import { checkExperiment } from '../resolve/checkExperiment.ts'
import type { ExperimentFile } from './experimentFile.ts'
import { problemsError } from './problem.ts'

/** An experiment that is data already, such as what the editor holds. Throws as `parseExperiment`, without lines. */
export function validateExperiment(data: unknown): ExperimentFile {
  const problems = checkExperiment(data)
  if (problems.length > 0) throw problemsError(problems)
  return data as ExperimentFile
}
