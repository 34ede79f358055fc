// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { effectScope } from 'vue'
import type { EffectScope } from 'vue'
import { useFieldUndo } from './useFieldUndo.ts'

let scope: EffectScope

beforeEach(() => {
  scope = effectScope()
  scope.run(useFieldUndo)
  document.body.innerHTML = '<input id="one" value="1"><input id="other" value="a">'
})
afterEach(() => scope.stop())

function field(id: string): HTMLInputElement {
  return document.querySelector(`#${id}`) as HTMLInputElement
}
/** Types as a person does: the browser announces it, changes the text, and says so. */
function type(into: HTMLInputElement, text: string, inputType = 'insertText'): void {
  into.dispatchEvent(new InputEvent('beforeinput', { bubbles: true, inputType }))
  into.value = text
  into.dispatchEvent(new InputEvent('input', { bubbles: true, inputType }))
}
function press(on: HTMLInputElement, init: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true, cancelable: true, ...init })
  on.dispatchEvent(event)
  return event
}

describe('undo in a text field', () => {
  it('takes back what was typed in this field, and does it again', () => {
    const one = field('one')
    type(one, '12')
    type(one, '123')
    type(one, '12', 'deleteContentBackward')
    press(one)
    expect(one.value).toBe('123')
    press(one)
    expect(one.value).toBe('1')
    press(one, { shiftKey: true })
    expect(one.value).toBe('123')
    press(one, { key: 'y' })
    expect(one.value).toBe('12')
  })

  it('leaves other fields alone, and the rest of the page', () => {
    const [one, other] = [field('one'), field('other')]
    type(one, '12')
    type(other, 'ab')
    press(other)
    const last = press(other)
    expect([one.value, other.value]).toEqual(['12', 'a'])
    expect(last.defaultPrevented).toBe(true)
    expect(press(document.body as unknown as HTMLInputElement).defaultPrevented).toBe(false)
  })

  it('never brings back what was refused', () => {
    const one = field('one')
    type(one, 'wrong')
    one.value = '1'
    press(one)
    expect(one.value).toBe('1')
    press(one, { shiftKey: true })
    expect(one.value).toBe('1')
    type(one, '2')
    press(one)
    press(one)
    expect(one.value).toBe('1')
  })

  it('passes over an entry that was marked as wrong', () => {
    const one = field('one')
    type(one, '1.5')
    one.setAttribute('aria-invalid', 'true')
    type(one, '0.5')
    one.removeAttribute('aria-invalid')
    press(one)
    expect(one.value).toBe('1')
    press(one, { shiftKey: true })
    expect(one.value).toBe('0.5')
  })

  it('leaves sliders alone', () => {
    document.body.innerHTML = '<input id="one" type="range" value="1">'
    type(field('one'), '2')
    expect(press(field('one')).defaultPrevented).toBe(false)
    expect(field('one').value).toBe('2')
  })

  it('tells what the field belongs to: at once what is typed, and when it is left that it is taken over', () => {
    const seen: string[] = []
    const one = field('one')
    for (const name of ['input', 'change']) one.addEventListener(name, () => seen.push(`${name} ${one.value}`))
    type(one, '12')
    press(one)
    one.dispatchEvent(new FocusEvent('focusout', { bubbles: true }))
    one.dispatchEvent(new FocusEvent('focusout', { bubbles: true }))
    expect(seen).toEqual(['input 12', 'input 1', 'change 1'])
  })
})
