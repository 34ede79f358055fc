import { HoldoutError } from '../../core/errors.ts'
import type { ErrorData } from '../../core/errors.ts'
import type { ExportCheck, ExportOutputs } from '../../core/exports/exportCheck.ts'
import { describeCrash } from './describeCrash.ts'
import { LastLines } from './lastLines.ts'
import type { Departure, TrainerProcess } from './trainerProcess.ts'

/** Runs exported models, in a process of its own: a runtime may be slow, and may take its process down. */
export interface ExportChecker {
  /** @throws HoldoutError with what the runtime said where it cannot run the model. */
  check(check: ExportCheck): Promise<ExportOutputs>
}

/** Hands one check to a trainer's process and waits for its answer. */
export async function checkIn(process: TrainerProcess, check: ExportCheck): Promise<ExportOutputs> {
  const lastLines = new LastLines()
  process.stderr?.setEncoding('utf8').on('data', (text: string) => lastLines.add(text))
  process.stdout?.resume()
  const answered = new Promise<ExportOutputs>((resolve, reject) => {
    process.onMessage((message) => {
      if (message.kind === 'checked') resolve(message.outputs)
      if (message.kind === 'notChecked') reject(notChecked(message.error))
    })
    process.onGone((departure) => {
      reject(notChecked(errorOf(departure, lastLines)))
    })
  })
  process.send({ kind: 'check', check })
  try {
    return await answered
  } finally {
    process.dismiss()
  }
}

function errorOf(departure: Departure, { lines }: LastLines): ErrorData {
  return departure.kind === 'notStarted' ? departure.error : describeCrash({ ...departure, lastLines: lines }).error
}

function notChecked({ message, hint, ...data }: ErrorData): HoldoutError {
  return new HoldoutError('export/not-checked', `The exported model could not be run to check it: ${message}`, {
    ...data,
    hint: hint ?? 'Choose another format, or run "holdout doctor" to see whether TensorFlow is there.',
  })
}
