import type { ResolvedExperiment } from '../experiment/experiment.ts'
import { uniqueName } from '../experiment/edit/uniqueName.ts'
import { referenceName } from '../references/referenceKind.ts'
import { metricDocuments } from './metricDocument.ts'
import type { ReferenceDocument, RunDocument } from './runDocument.ts'
import type { ReferenceEnd } from './runEvent.ts'
import { interruptedReference } from './applyReferenceEvent.ts'
import type { ReferenceState } from './runState.ts'
import { outermostOf } from '../split/outermostOf.ts'

/** What a run found out about its reference models, and which were left out. Empty where it has none. */
export function referenceDocuments(
  references: readonly ReferenceState[],
  experiment: ResolvedExperiment,
): Pick<RunDocument, 'references' | 'referencesLeftOut'> {
  if (references.length === 0) return {}
  const ended = references.map(interruptedReference).map((reference) => ({
    ...reference,
    name: referenceNameIn(reference, experiment),
    end: reference.end ?? { kind: 'interrupted' as const },
  }))
  const leftOut = ended.flatMap(({ kind, name, end }) =>
    end.kind === 'leftOut' ? [{ kind, name, reason: end.reason }] : [],
  )
  return {
    references: ended.filter(({ end }) => end.kind !== 'leftOut').map(referenceDocument),
    ...(leftOut.length > 0 && { referencesLeftOut: leftOut }),
  }
}

/** Name of a reference model in its run: no candidate has it. */
export function referenceNameIn(
  { kind }: Pick<ReferenceState, 'kind'>,
  { task, validation, candidates }: ResolvedExperiment,
): string {
  const { strategy } = outermostOf(validation)
  const name = referenceName(kind, task, strategy === 'time-series')
  const taken = candidates.map((candidate) => candidate.name)
  return taken.includes(name) ? uniqueName(`${name} (reference)`, taken) : name
}

function referenceDocument({
  kind,
  name,
  end,
  seconds,
  fits,
}: ReferenceState & { readonly name: string; readonly end: ReferenceEnd }): ReferenceDocument {
  const reason = reasonOf(end)
  const inOrder = [...fits].sort((a, b) => a.repeat - b.repeat || a.fold - b.fold)
  return {
    name,
    kind,
    status: end.kind,
    ...(reason !== undefined && { reason }),
    seconds,
    metrics: metricDocuments(inOrder.map(({ scores, ...sizes }) => ({ scores, preparation: sizes }))),
    fitResults: inOrder.map(({ predictions: _, ...fit }) => fit),
  }
}

function reasonOf(end: ReferenceEnd): string | undefined {
  if (end.kind === 'failed') return end.error.message
  if (end.kind === 'leftOut') return end.reason
  return end.kind === 'interrupted' ? 'The run ended before it was fitted.' : undefined
}
