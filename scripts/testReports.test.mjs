import { describe, expect, it } from 'vitest'
import { playwrightOutcome, vitestOutcome } from './testReports.mjs'

describe('reports of test programs', () => {
  it('name the tests of Vitest that failed, with the first lines of their errors', () => {
    const failureMessages = ['AssertionError: expected 1 to be 2\n    at a.test.ts:3']
    const report = {
      numPassedTests: 1,
      numFailedTests: 1,
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'a adds', failureMessages: [] },
            { status: 'failed', fullName: 'a divides', failureMessages },
          ],
        },
      ],
    }
    expect(vitestOutcome(report)).toEqual({
      passed: 1,
      failed: 1,
      failures: ['a.test.ts › a divides\n  AssertionError: expected 1 to be 2\n      at a.test.ts:3'],
    })
  })

  it('name a file of Vitest that could not be loaded', () => {
    const file = { name: 'b.test.ts', status: 'failed', message: 'Cannot find module c', assertionResults: [] }
    expect(vitestOutcome({ testResults: [file] }).failures).toEqual(['b.test.ts\n  Cannot find module c'])
  })

  it('name the tests of Playwright that failed, at any depth, and errors outside of tests', () => {
    const errors = [{ message: '\u001B[31mTimeoutError\u001B[39m: locator.click' }]
    const failed = { title: 'opens', file: 'a.spec.ts', tests: [{ status: 'unexpected', results: [{ errors }] }] }
    const passed = { title: 'closes', file: 'a.spec.ts', tests: [{ status: 'expected', results: [{}] }] }
    const report = {
      stats: { expected: 4, flaky: 1, unexpected: 1 },
      suites: [{ suites: [{ specs: [passed, failed] }] }],
      errors: [{ message: 'no browser' }],
    }
    expect(playwrightOutcome(report)).toEqual({
      passed: 5,
      failed: 1,
      failures: ['a.spec.ts › opens\n  TimeoutError: locator.click', 'browser tests\n  no browser'],
    })
  })

  it('say nothing of a report that is not there', () => {
    expect([vitestOutcome({}), playwrightOutcome({})]).toEqual(Array(2).fill({ passed: 0, failed: 0, failures: [] }))
  })
})
