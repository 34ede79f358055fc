import { shallowRef, type ShallowRef } from 'vue'
import type { ErrorData } from '../../../core/errors.ts'
import type { ExperimentFile } from '../../../core/experiment/file/experimentFile.ts'
import { validateExperiment } from '../../../core/experiment/file/validateExperiment.ts'
import type { Step } from '../rooms/model/step.ts'
import type { followingText } from './followingText.ts'
import type { Mutable } from './mutable.ts'
import type { undoSteps } from './undoSteps.ts'

/** What undo goes back to. */
export interface Moment {
  /** Absent: what was written for `file`. */
  readonly text?: string
  /** The last text that was right, as data. */
  file: ExperimentFile | null
  problems: readonly ErrorData[]
}
interface Edited {
  readonly file: ShallowRef<ExperimentFile | null>
  readonly written: ReturnType<typeof followingText>
  readonly steps: ReturnType<typeof undoSteps>
}

/** Changes of an experiment from the cards and as text. */
export function experimentEdits({ file, written, steps }: Edited) {
  const { text } = written
  /** What is wrong with the text; then `file` is the last right one. */
  const textProblems = shallowRef<readonly ErrorData[]>([])
  const isRight = () => textProblems.value.length === 0

  function moment(): Moment {
    return {
      ...(!written.isBehind() && { text: text.value }),
      file: file.value,
      problems: textProblems.value,
    }
  }
  function restore(to: Moment): void {
    const known = to.text ?? written.textOf(to.file)
    if (known !== undefined) written.put(known, to.problems.length === 0 ? to.file : null)
    file.value = to.file
    textProblems.value = to.problems
    written.follow()
  }
  /** Changes the experiment; `step` names the change for undo. Throws what would make the file wrong, changing nothing. */
  function change(step: Step, recipe: (draft: Mutable<ExperimentFile>) => void): void {
    if (afterReading(() => change(step, recipe)) || !file.value || !isRight()) return
    const next = structuredClone(file.value) as Mutable<ExperimentFile>
    recipe(next)
    accept(next, step)
  }
  /** As {@link change}, by a pure edit of the whole experiment. */
  function applyEdit(step: Step, edit: (file: ExperimentFile) => ExperimentFile): void {
    if (afterReading(() => applyEdit(step, edit))) return
    if (file.value && isRight()) accept(edit(file.value), step)
  }
  /** Puts a change off until what was typed is known: it would be lost. What then would be wrong changes nothing. */
  function afterReading(work: () => void): boolean {
    const reading = written.reading()
    void reading?.then(work).catch(() => null)
    return reading !== undefined
  }
  function accept(next: ExperimentFile, step: Step): void {
    if (!file.value || JSON.stringify(next) === JSON.stringify(file.value)) return
    const before = moment()
    put(next)
    steps.record(step, () => restore(before), afterwards(moment()))
  }
  function put(next: ExperimentFile): void {
    validateExperiment(next)
    file.value = next
    written.follow()
  }
  /** Takes over text as it is typed. Wrong text is kept, and what it should mean stays as it was. */
  function setText(newText: string): void {
    if (newText === text.value) return
    const after: Moment = { text: newText, file: file.value, problems: textProblems.value }
    const before = moment()
    steps.record({ kind: 'text', joins: 'text' }, () => restore(before), afterwards(after))
    void written
      .type(newText)
      .then(({ experiment, problems: found }) => {
        Object.assign(after, { file: experiment ?? after.file, problems: found })
        if (text.value === newText) restore(after)
      })
      .catch(() => null)
  }
  const afterwards = (after: Moment) => () => restore(after)

  return { textProblems, moment, restore, put, change, applyEdit, setText }
}
