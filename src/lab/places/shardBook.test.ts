import { describe, expect, it } from 'vitest'
import { applyRunEvents } from '../../core/run/applyRunEvent.ts'
import { initialRunState } from '../../core/run/runState.ts'
import { ShardBook } from './shardBook.ts'

/** A run of two parts with three fits each, and what its state says of them. */
function twoParts() {
  const open = [3, 3]
  const book = new ShardBook({ fits: [3, 3], openFits: (shard) => open[shard] })
  let state = initialRunState([])
  return {
    book,
    finish: (shard: number, fits: number) => (open[shard] -= fits),
    told: () => {
      state = applyRunEvents(state, book.news(0))
      return state.shards
    },
  }
}

describe('ShardBook', () => {
  it('tells where parts train, what was lost and trained again, and tells nothing twice', () => {
    const { book, finish, told } = twoParts()
    const [fresh] = told()
    expect(fresh).toEqual({ status: 'waiting', fits: 3, fitsDone: 0, losses: 0 })
    book.look([0, 1])
    book.begin(0, 'n1', false)
    finish(0, 2)
    expect(told()[0]).toEqual({ status: 'running', fits: 3, fitsDone: 2, losses: 0, node: 'n1' })
    // Its node went, and the engine has it waiting again.
    book.look([0, 1])
    expect(told()[0]).toEqual({ status: 'lost', fits: 3, fitsDone: 2, losses: 1, node: 'n1' })
    book.begin(0, 'n2', true)
    expect(told()[0]).toEqual({ status: 'running', fits: 3, fitsDone: 2, losses: 1, node: 'n2' })
    finish(0, 1)
    book.end(0)
    expect(told()[0]).toEqual({ status: 'done', fits: 3, fitsDone: 3, losses: 1, node: 'n2' })
    expect(told()[1]).toEqual(fresh)
    expect(book.news(0)).toEqual([])
  })

  it('has a part wait that was stopped or refused, and one lost that is not tried again', () => {
    const { book, told } = twoParts()
    book.begin(0, 'n1', false)
    book.end(0)
    book.begin(1, 'n2', false)
    book.lose(0)
    book.lose(1)
    expect(told().map(({ status, losses, node }) => [status, losses, node])).toEqual([
      ['waiting', 0, undefined],
      ['lost', 1, 'n2'],
    ])
  })
})
