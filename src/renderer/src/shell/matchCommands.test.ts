import { expect, test } from 'vitest'
import type { Command } from '../stores/commandStore.ts'
import { matchCommands } from './matchCommands.ts'

const command = (title: string, more: Partial<Command> = {}): Command => ({
  id: title,
  title,
  group: 'app',
  icon: {},
  run: () => undefined,
  ...more,
})
const found = (commands: Command[], text: string) => matchCommands(commands, text).map((one) => one.command.title)

test('beginnings of words come first, other words last', () => {
  const commands = [command('Undropped'), command('Language', { words: 'drop' }), command('Add dropout')]
  expect(found(commands, 'DROP')).toEqual(['Add dropout', 'Undropped', 'Language'])
  expect(matchCommands(commands, 'drop')[0]).toMatchObject({ from: 4, length: 4 })
})

test('nothing typed shows all but what is hidden', () => {
  expect(found([command('A'), command('B', { isHidden: true })], ' ')).toEqual(['A'])
  expect(found([command('A')], 'x')).toEqual([])
})
