import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeLab } from '../../../../contract/fake/fakeLab.ts'
import type { TargetAssociations } from '../../../../core/dataset/association.ts'
import { provideLab } from '../../api/lab.ts'
import { useAssociationStore } from './associationStore.ts'

const columns: TargetAssociations['columns'] = [
  { column: 'a', measure: 'pearson', value: -0.9 },
  { column: 'b', measure: 'pearson', value: 0.4 },
  { column: 'c', measure: 'pearson', value: null },
]
let asked: string[]

beforeEach(() => {
  asked = []
  const lab = createFakeLab()
  const associations = ({ target }: { target: string }) => {
    asked.push(target)
    if (target === 'bad') return Promise.reject(new Error('nothing to learn'))
    return Promise.resolve({ target, task: 'regression' as const, columns })
  }
  provideLab({ ...lab, datasets: { ...lab.datasets, associations } })
  setActivePinia(createPinia())
})

describe('associations with the target', () => {
  test('strength is what counts, whichever its sign', async () => {
    const store = useAssociationStore()
    await store.follow('d', 'y')
    expect([store.strengthOf('a'), store.strengthOf('c')]).toEqual([0.9, null])
    expect([store.rankOf('a'), store.rankOf('b'), store.rankOf('c')]).toEqual([
      { stronger: 0, of: 2 },
      { stronger: 1, of: 2 },
      null,
    ])
  })

  test('are asked for once, and again when the target is another', async () => {
    const store = useAssociationStore()
    await store.follow('d', 'y')
    await store.follow('d', 'y')
    await store.follow('d', 'z')
    expect(asked).toEqual(['y', 'z'])
  })

  test('there are none without a target, or of one that nothing can be learned from', async () => {
    const store = useAssociationStore()
    await store.follow('d', 'y')
    await store.follow('d', undefined)
    expect(store.found).toBeNull()
    await store.follow('d', 'bad')
    expect(store.found).toBeNull()
  })
})
