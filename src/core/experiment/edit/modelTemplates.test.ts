import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MODEL_TEMPLATES, modelTemplate } from './modelTemplates.ts'
import { parseExperiment } from '../file/parseExperiment.ts'

test('the templates are the three networks of the exercise', () => {
  const file = new URL('../../../../resources/examples/sonar-dropout.yaml', import.meta.url)
  const { models } = parseExperiment(readFileSync(file, 'utf8'))
  expect(MODEL_TEMPLATES.map(modelTemplate)).toEqual(models)
})
