import { computed, shallowRef } from 'vue'
import type { Step } from '../rooms/model/step.ts'

interface Done {
  readonly step: Step
  readonly undo: () => void
  readonly redo: () => void
}

const MOST_STEPS = 300

/** What was done, to be taken back and done again. */
export function undoSteps() {
  const past = shallowRef<readonly Done[]>([])
  const future = shallowRef<readonly Done[]>([])
  const undoStep = computed(() => past.value.at(-1)?.step)
  const redoStep = computed(() => future.value.at(-1)?.step)

  /** Adds a step; one that joins the last becomes one with it. */
  function record(step: Step, undoIt: () => void, redoIt: () => void): void {
    const last = past.value.at(-1)
    const isSame = last !== undefined && step.joins !== undefined && last.step.joins === step.joins
    const done: Done = { step, undo: isSame ? last.undo : undoIt, redo: redoIt }
    past.value = [...(isSame ? past.value.slice(0, -1) : past.value.slice(-MOST_STEPS)), done]
    future.value = []
  }
  /** Puts something done elsewhere among the steps that undo takes back. */
  function did(step: Step, undoIt: () => void, redoIt: () => void): void {
    past.value = [...past.value.slice(-MOST_STEPS), { step, undo: undoIt, redo: redoIt }]
    future.value = []
  }
  /** Forgets the steps about data that the experiment does not have yet; returns what they were. */
  function forgetReadings(): readonly (string | undefined)[] {
    const forgotten = past.value.flatMap(({ step }) => (step.kind === 'reading' ? [step.what] : []))
    const isKept = ({ step }: Done) => step.kind !== 'reading'
    past.value = past.value.filter(isKept)
    future.value = future.value.filter(isKept)
    return forgotten
  }

  /** Takes what was done so far for the beginning: there is no way back before it. */
  function settle(): void {
    past.value = []
    future.value = []
  }
  function undo(): void {
    const done = past.value.at(-1)
    if (!done) return
    past.value = past.value.slice(0, -1)
    future.value = [...future.value, done]
    done.undo()
  }
  function redo(): void {
    const done = future.value.at(-1)
    if (!done) return
    future.value = future.value.slice(0, -1)
    past.value = [...past.value, done]
    done.redo()
  }

  return { undoStep, redoStep, record, did, forgetReadings, settle, undo, redo }
}
