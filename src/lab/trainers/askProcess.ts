import { HoldoutError } from '../../core/errors.ts'
import type { ErrorData } from '../../core/errors.ts'
import type { TrainerCommand, TrainerMessage } from '../../core/run/trainerJob.ts'
import { describeCrash } from './describeCrash.ts'
import { LastLines } from './lastLines.ts'
import type { Departure, TrainerProcess } from './trainerProcess.ts'

/**
 * Sends one command to a trainer's process and waits for its answer.
 * @param answerIn the answer that a message brings, if it brings one; throws what the process could not do
 * @throws HoldoutError where the process could not be started or died
 */
export async function askProcess<Answer>(
  process: TrainerProcess,
  command: TrainerCommand,
  answerIn: (message: TrainerMessage) => Answer | undefined,
): Promise<Answer> {
  const lastLines = new LastLines()
  process.stderr?.setEncoding('utf8').on('data', (text: string) => lastLines.add(text))
  process.stdout?.resume()
  const answered = new Promise<Answer>((resolve, reject) => {
    process.onMessage((message) => {
      try {
        const answer = answerIn(message)
        if (answer !== undefined) resolve(answer)
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)))
      }
    })
    process.onGone((departure) => {
      reject(HoldoutError.fromData(errorOf(departure, lastLines)))
    })
  })
  process.send(command)
  try {
    return await answered
  } finally {
    process.dismiss()
  }
}

function errorOf(departure: Departure, { lines }: LastLines): ErrorData {
  return departure.kind === 'notStarted' ? departure.error : describeCrash({ ...departure, lastLines: lines }).error
}
