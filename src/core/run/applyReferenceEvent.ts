import { REFERENCE_KINDS } from '../references/referenceKind.ts'
import type { ReferenceKind } from '../references/referenceKind.ts'
import type { RunEvent } from './runEvent.ts'
import type { ReferenceState } from './runState.ts'

/** An event that is about reference models. */
export type ReferenceEvent = Extract<
  RunEvent,
  { readonly kind: 'referencesPlanned' | 'referenceStarted' | 'referenceEnded' }
>

/** The reference models of a run after one more event. */
export function applyReferenceEvent(
  references: readonly ReferenceState[],
  event: ReferenceEvent,
): readonly ReferenceState[] {
  switch (event.kind) {
    case 'referencesPlanned':
      return planned(references, event.references)
    case 'referenceStarted':
      return changed(references, event.reference, (reference) => ({ ...reference, status: 'running' }))
    case 'referenceEnded':
      return ended(references, event)
  }
}

/** A reference as it is once its run has ended: what has not come to its end never will. */
export function interruptedReference(reference: ReferenceState): ReferenceState {
  return reference.status === 'done' ? reference : { ...reference, status: 'done', end: { kind: 'interrupted' } }
}

/** Those that have finished stay as they are; all others named are to be fitted anew. */
function planned(references: readonly ReferenceState[], kinds: readonly ReferenceKind[]): readonly ReferenceState[] {
  const kept = references.filter(({ kind, end }) => end?.kind === 'finished' || !kinds.includes(kind))
  const known = new Set(kept.map(({ kind }) => kind))
  const added = kinds.filter((kind) => !known.has(kind)).map(waiting)
  return [...kept, ...added].sort((a, b) => placeOf(a) - placeOf(b))
}

function waiting(kind: ReferenceKind): ReferenceState {
  return { kind, status: 'waiting', fits: [], seconds: 0 }
}

function placeOf({ kind }: ReferenceState): number {
  return REFERENCE_KINDS.indexOf(kind)
}

function ended(
  references: readonly ReferenceState[],
  { reference: kind, end, fits, seconds }: Extract<ReferenceEvent, { kind: 'referenceEnded' }>,
): readonly ReferenceState[] {
  return changed(references, kind, (known) =>
    known.end?.kind === 'finished' ? known : { kind, status: 'done', end, fits, seconds },
  )
}

function changed(
  references: readonly ReferenceState[],
  kind: ReferenceKind,
  change: (reference: ReferenceState) => ReferenceState,
): readonly ReferenceState[] {
  return references.map((reference) => (reference.kind === kind ? change(reference) : reference))
}
