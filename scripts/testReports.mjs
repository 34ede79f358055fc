// What the JSON reports of the test programs say: how many tests passed and failed, and why.

/** Lines of an error that are shown again at the end of a run. */
const ERROR_LINES = 12

const COLOURS = new RegExp(String.raw`\u001B\[[\d;]*m`, 'g')

/**
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {readonly string[]} failures a text for each test that failed: its name and the first lines of its error
 *
 * @typedef {object} VitestReport
 * @property {number} [numPassedTests]
 * @property {number} [numFailedTests]
 * @property {readonly VitestFile[]} [testResults]
 *
 * @typedef {object} VitestFile
 * @property {string} name
 * @property {string} [status]
 * @property {string} [message]
 * @property {readonly { status: string, fullName: string, failureMessages?: readonly string[] | null }[]} assertionResults
 *
 * @typedef {object} PlaywrightReport
 * @property {{ expected?: number, flaky?: number, unexpected?: number }} [stats]
 * @property {readonly PlaywrightSuite[]} [suites]
 * @property {readonly PlaywrightError[]} [errors]
 *
 * @typedef {{ message?: string, stack?: string }} PlaywrightError
 *
 * @typedef {object} PlaywrightSuite
 * @property {readonly PlaywrightSuite[]} [suites]
 * @property {readonly { title: string, file: string, tests: readonly PlaywrightTest[] }[]} [specs]
 *
 * @typedef {{ status: string, results: readonly { errors?: readonly PlaywrightError[] }[] }} PlaywrightTest
 */

/**
 * @param {VitestReport} report as its reporter "json" writes it
 * @returns {Outcome}
 */
export function vitestOutcome({ numPassedTests = 0, numFailedTests = 0, testResults = [] }) {
  const failures = testResults.flatMap(({ name, status, message = '', assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0 && status === 'failed') return [failure(name, [message])]
    return failed.map(({ fullName, failureMessages }) => failure(`${name} › ${fullName}`, failureMessages ?? []))
  })
  return { passed: numPassedTests, failed: numFailedTests, failures }
}

/**
 * @param {PlaywrightReport} report as its reporter "json" writes it
 * @returns {Outcome}
 */
export function playwrightOutcome({ stats = {}, suites = [], errors = [] }) {
  const { expected = 0, flaky = 0, unexpected = 0 } = stats
  const failures = [...suites.flatMap(failuresIn), ...errors.map((error) => failure('browser tests', [wordsOf(error)]))]
  return { passed: expected + flaky, failed: unexpected, failures }
}

/**
 * @param {PlaywrightSuite} suite
 * @returns {readonly string[]}
 */
function failuresIn({ suites = [], specs = [] }) {
  const own = specs.flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected')
      .map(({ results }) => failure(`${file} › ${title}`, (results.at(-1)?.errors ?? []).map(wordsOf))),
  )
  return [...own, ...suites.flatMap(failuresIn)]
}

/** @param {PlaywrightError} error */
function wordsOf({ message, stack }) {
  return message ?? stack ?? ''
}

/**
 * @param {string} name
 * @param {readonly string[]} errors
 */
function failure(name, errors) {
  const lines = errors.flatMap((error) => error.replaceAll(COLOURS, '').trim().split('\n').slice(0, ERROR_LINES))
  return [name, ...lines.map((line) => `  ${line}`)].join('\n')
}
