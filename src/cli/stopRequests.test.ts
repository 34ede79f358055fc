import { afterEach, beforeEach, expect, it } from 'vitest'
import { StopRequests } from './stopRequests.ts'

let stops: StopRequests
let heard: string[]
beforeEach(() => {
  heard = []
  stops = new StopRequests()
})
afterEach(() => {
  stops.close()
})
const hear = (what: string) => () => {
  heard.push(what)
}

it('stops by Ctrl-C', () => {
  stops.handle(hear('stop'), hear('kill'), hear('leave'))
  process.emit('SIGINT', 'SIGINT')
  expect([heard, stops.isAsked]).toEqual([['stop'], true])
})

it('leaves what goes on elsewhere when the terminal is closed, and stops what does not', () => {
  stops.handle(hear('leave it'), hear('kill'), hear('leave'))
  stops.handle(hear('stop'), hear('kill'))
  process.emit('SIGHUP', 'SIGHUP')
  expect(heard).toEqual(['leave', 'stop'])
})

it('answers what was asked before there was anything to stop, a closed terminal too', () => {
  process.emit('SIGHUP', 'SIGHUP')
  stops.handle(hear('stop'), hear('kill'), hear('leave'))
  stops.handle(hear('stop it'), hear('kill'))
  expect(heard).toEqual(['leave', 'stop it'])
})
