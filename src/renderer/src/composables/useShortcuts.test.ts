// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { effectScope } from 'vue'
import type { EffectScope } from 'vue'
import { useCommandStore } from '../stores/commandStore.ts'
import { useShortcuts } from './useShortcuts.ts'

const KEYS: Readonly<Record<string, KeyboardEventInit>> = {
  d: { key: 'd', code: 'KeyD' },
  ArrowUp: { key: 'ArrowUp', code: 'ArrowUp' },
  Space: { key: ' ', code: 'Space' },
  'Alt+ArrowUp': { key: 'ArrowUp', code: 'ArrowUp', altKey: true },
}

/** Presses a key on the element of this markup that has the mark; returns the commands that were run. */
function pressOn(markup: string, keys: string): string[] {
  document.body.innerHTML = markup
  const target = document.querySelector('[data-here]') ?? document.body
  const ran: string[] = []
  const stop = useCommandStore().add(() =>
    Object.keys(KEYS).map((one) => ({
      id: one,
      title: one,
      group: 'app' as const,
      icon: {},
      keys: one,
      run: () => void ran.push(one),
    })),
  )
  target.dispatchEvent(new KeyboardEvent('keydown', { ...KEYS[keys], bubbles: true, cancelable: true }))
  stop()
  return ran
}

describe('useShortcuts', () => {
  let scope: EffectScope
  beforeEach(() => {
    setActivePinia(createPinia())
    scope = effectScope()
    scope.run(useShortcuts)
  })
  afterEach(() => scope.stop())

  it.each(Object.keys(KEYS))('runs the command of %s where nothing has the focus', (keys) => {
    expect(pressOn('<p data-here></p>', keys)).toEqual([keys])
  })

  it.each([
    ['a text field', '<input data-here>', ['d', 'ArrowUp', 'Space']],
    ['a select', '<button role="combobox" data-here></button>', ['d', 'ArrowUp', 'Space']],
    ['an option of a menu', '<div role="menu"><div data-here></div></div>', ['d', 'ArrowUp', 'Space']],
    [
      'a choice of several',
      '<div role="radiogroup"><button role="radio" data-here></button></div>',
      ['ArrowUp', 'Space'],
    ],
    ['a grid', '<div role="grid" data-here></div>', ['ArrowUp', 'Space']],
    ['a button', '<button data-here></button>', ['Space']],
    ['a card', '<div tabindex="0" data-here></div>', []],
  ])('leaves %s the keys that mean something there', (_, markup, taken) => {
    const left = Object.keys(KEYS).filter((keys) => pressOn(markup, keys).length === 0)
    expect(left).toEqual(taken)
  })

  /** Presses Ctrl+Enter on an element; tells in which order the command and the element heard of it. */
  function pressRun(markup: string, disabledReason?: string): string[] {
    document.body.innerHTML = markup
    const heard: string[] = []
    const press = { group: 'app' as const, icon: {}, keys: '$mod+Enter', run: () => void heard.push('command') }
    const stop = useCommandStore().add(() => [{ id: 'run', title: 'Run', ...press, disabledReason }])
    const target = document.body.firstElementChild!
    target.addEventListener('keydown', () => heard.push('element'))
    const key = { key: 'Enter', code: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }
    target.dispatchEvent(new KeyboardEvent('keydown', key))
    stop()
    return heard
  }

  it('keys with Ctrl come before a focused control, also where the command cannot be run', () => {
    expect(pressRun('<button role="combobox"></button>')).toEqual(['command'])
    expect(pressRun('<button role="combobox"></button>', 'not now')).toEqual([])
  })

  it('a text field takes over what was typed before the command runs', () => {
    expect(pressRun('<input>')).toEqual(['element', 'command'])
  })

  it('does nothing behind an open dialog', () => {
    expect(pressOn('<div role="dialog" data-state="open"></div><p data-here></p>', 'Alt+ArrowUp')).toEqual([])
  })
})
