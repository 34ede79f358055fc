import { ref, shallowRef } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import type { ReadText } from '../../../contract/experiments.ts'
import type { ExperimentFile } from '../../../core/experiment/file/experimentFile.ts'
import { useLab } from '../api/lab.ts'

/** The text of an experiment that is changed as data, and the way from what is typed to data. */
export interface FollowingText {
  readonly text: Ref<string>
  /** Has the lab change the text so that it means what the experiment is now, with comments and layout kept. */
  readonly follow: () => void
  /** Takes over a text, and what it means where that is known. */
  readonly put: (text: string, meaning: ExperimentFile | null) => void
  /** Takes over what was typed; `undefined` where another text came before its meaning was known. */
  readonly type: (text: string) => Promise<ReadText>
  /** The text that was written for an experiment, where that is known. */
  readonly textOf: (file: ExperimentFile | null) => string | undefined
  /** The text, once it means what the experiment is. @throws what the lab did not take */
  readonly current: () => Promise<string>
  /** Once what was typed last is known as data; `undefined`: it is. */
  readonly reading: () => Promise<unknown> | undefined
  /** Whether the text means something older than the experiment. */
  readonly isBehind: () => boolean
}

/**
 * The lab reads and writes experiments as text: the parser would be a tenth of the page. Changes are data at once; their text follows
 * within milliseconds, one after the other.
 */
export function followingText(file: Readonly<ShallowRef<ExperimentFile | null>>): FollowingText {
  const text = ref('')
  const texts = new WeakMap<ExperimentFile, string>()
  /** What `text` means. */
  const meant = shallowRef<ExperimentFile | null>(null)
  /** Texts taken over so far: an answer about an older one comes too late. */
  let version = 0
  let writing: Promise<unknown> = Promise.resolve()
  let reading: Promise<unknown> | undefined
  let refusal: unknown

  const isBehind = () => file.value !== null && meant.value !== null && meant.value !== file.value

  async function write(): Promise<void> {
    const target = file.value
    if (!target || !isBehind()) return
    const [mine, before] = [version, text.value]
    try {
      const written = await useLab().experiments.patch({ text: before, experiment: target })
      texts.set(target, written.text)
      refusal = undefined
      if (mine !== version) return
      text.value = written.text
      meant.value = target
    } catch (error) {
      refusal = error
    }
  }
  function follow(): void {
    writing = writing.then(write)
  }
  function put(newText: string, meaning: ExperimentFile | null): void {
    version += 1
    text.value = newText
    meant.value = meaning
    if (meaning) texts.set(meaning, newText)
  }
  async function type(newText: string): Promise<ReadText> {
    put(newText, null)
    const asked = useLab().experiments.parse({ text: newText })
    const mine = asked
      .catch(() => null)
      .finally(() => {
        if (reading === mine) reading = undefined
      })
    reading = mine
    return asked
  }
  async function current(): Promise<string> {
    await reading
    follow()
    await writing
    if (isBehind()) throw refusal
    return text.value
  }
  const textOf = (one: ExperimentFile | null) => (one ? texts.get(one) : undefined)
  return { text, follow, put, type, textOf, current, reading: () => reading, isBehind }
}
