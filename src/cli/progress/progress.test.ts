import { describe, expect, it } from 'vitest'
import { applyRunEvents } from '../../core/run/applyRunEvent.ts'
import type { RunEvent } from '../../core/run/runEvent.ts'
import { initialRunState } from '../../core/run/runState.ts'
import type { Terminal } from '../terminal.ts'
import { openProgressView } from './openProgressView.ts'

const backend = { name: 'cpu', version: '1', program: 'eager', threads: { intraOp: 1, interOp: 1 } } as const
const begun: RunEvent[] = [
  { kind: 'started', backend, fits: 2, atMs: 0 },
  { kind: 'candidatesStarted', candidates: [0], fits: 2, epochs: 100, atMs: 0 },
]

function terminal(isInteractive: boolean) {
  const written: string[] = []
  const to: Terminal = {
    out: () => undefined,
    err: (text) => written.push(text),
    isInteractive,
    hasColor: false,
    columns: () => 100,
  }
  return { to, written }
}

function state(name: string, epoch: number, atMs: number) {
  const fits = [0, 1].map((fold) => ({ candidate: 0, repeat: 0, fold }))
  const losses = fits.map(() => Array.from({ length: epoch }, () => 1))
  return applyRunEvents(initialRunState([{ name, epochs: 100 }]), [
    ...begun,
    { kind: 'epochs', fits, fromEpoch: 0, values: { loss: losses }, atMs },
  ])
}

describe('progress', () => {
  it('draws a bar per candidate over itself on a terminal', () => {
    const { to, written } = terminal(true)
    const view = openProgressView(to)
    view.show(state('A\u001b[2J', 50, 3000))
    view.show(state('A\u001b[2J', 75, 4500))
    expect(written[0]).toContain('A\\x1b[2J')
    expect(written[0]).toContain('██████████░░░░░░░░░░ 0/2 fits, epoch 50/100, 3.0 s left')
    expect(written[1].startsWith('\u001b[1A\r')).toBe(true)
  })

  it('writes few plain lines elsewhere, without any control', () => {
    const { to, written } = terminal(false)
    const view = openProgressView(to)
    for (let atMs = 0; atMs <= 10_000; atMs += 50) view.show(state('A', 50, atMs))
    expect(written).toHaveLength(5)
    expect(written.join('')).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
  })

  it('keeps what is said above the bars', () => {
    const { to, written } = terminal(true)
    const view = openProgressView(to)
    view.show(state('A', 50, 3000))
    view.say('Note: slow')
    expect(written[1]).toContain('Note: slow')
    expect(written[2]).toContain('0/2 fits')
  })
})
