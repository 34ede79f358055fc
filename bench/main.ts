/** `npm run bench [-- PART …]`: measures, prints one table, and writes one JSON beside it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { ATTACK_NAMES, measureAttack } from './attack/measureAttack.ts'
import { measureAlarms } from './diagnostics/measureAlarms.ts'
import { measureDiagnose } from './diagnostics/measureDiagnose.ts'
import { measureCommand } from './command/measureCommand.ts'
import { measureCoverage } from './coverage/measureCoverage.ts'
import { measureChecksums } from './engine/measureChecksums.ts'
import { measureEngine } from './engine/measureEngine.ts'
import { measureSeeds } from './engine/measureSeeds.ts'
import { measureGrowth } from './growth/measureGrowth.ts'
import { measureImport } from './import/measureImport.ts'
import { measureKills } from './kills/measureKills.ts'
import { measureLarge } from './large/measureLarge.ts'
import { measureLargePage } from './large/measureLargePage.ts'
import { measureOptimism } from './optimism/measureOptimism.ts'
import { measurePage } from './page/measurePage.ts'
import { measurePeers } from './peers/measurePeers.ts'
import { measurePredict } from './predict/measurePredict.ts'
import { measurePredictPage } from './predict/measurePredictPage.ts'
import { measureRuns } from './runs/measureRuns.ts'
import { measureShardCost } from './shards/measureShardCost.ts'
import { measureShards } from './shards/measureShards.ts'
import { measureVerdicts } from './verdicts/measureVerdicts.ts'
import type { Measurement } from './measurement.ts'

/** Smaller sizes, where a part has them: to see that it works. */
const isQuick = process.argv.includes('--quick')

/** What can be measured, by name; all unless some are named on the command line. A name with a colon is a part of another. */
const PARTS: Readonly<Record<string, () => Promise<readonly Measurement[]>>> = {
  engine: measureEngine,
  peers: measurePeers,
  seeds: measureSeeds,
  checksums: measureChecksums,
  command: measureCommand,
  import: measureImport,
  large: () => measureLarge({ isQuick }),
  'large:page': () => measureLargePage({ isQuick }),
  growth: () => measureGrowth({ isQuick }),
  predict: () => measurePredict({ isQuick }),
  'predict:page': measurePredictPage,
  runs: measureRuns,
  shards: () => measureShards({ isQuick }),
  cost: () => measureShardCost({ isQuick }),
  verdicts: measureVerdicts,
  page: measurePage,
  kills: measureKills,
  attack: () => measureAttack({ isQuick }),
  ...Object.fromEntries(
    ATTACK_NAMES.map((attack) => [`attack:${attack}`, () => measureAttack({ isQuick, attacks: [attack] })]),
  ),
  alarms: measureAlarms,
  diagnose: measureDiagnose,
  optimism: measureOptimism,
  coverage: () => measureCoverage(),
}

const wanted = process.argv.slice(2).filter((word) => word !== '--quick')
const unknown = wanted.filter((name) => !(name in PARTS))
if (unknown.length > 0) {
  process.stderr.write(`There is no part ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}.\n`)
  process.exit(2)
}
if (wanted.length === 0) {
  const parts = Object.keys(PARTS).join(', ')
  process.stderr.write(`Measuring all there is: ${parts}. That takes a while; name some to measure those alone.\n`)
}

const measurements: Measurement[] = []
for (const [name, measure] of Object.entries(PARTS)) {
  if (wanted.length === 0 ? name.includes(':') : !wanted.includes(name)) continue
  process.stderr.write(`measuring ${name} …\n`)
  measurements.push(...(await measure()))
}

process.stdout.write(`${table(measurements)}\n`)
const folder = fileURLToPath(new URL('./results/', import.meta.url))
mkdirSync(folder, { recursive: true })
const machine = {
  processor: cpus()[0].model,
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
}
writeFileSync(`${folder}latest.json`, `${JSON.stringify({ machine, measurements }, undefined, 2)}\n`)

function table(rows: readonly Measurement[]): string {
  return rows
    .map(({ name, seconds, ratios, notes, digits }) =>
      [`${seconds.toFixed(2).padStart(9)} s  ${name}`, ...lines(ratios, '×'), ...lines(notes, '', digits)].join('\n'),
    )
    .join('\n')
}

function lines(figures: Readonly<Record<string, number>> | undefined, sign: string, digits = 2): string[] {
  return Object.entries(figures ?? {}).map(
    ([name, value]) => `${`${sign}${value.toFixed(digits)}`.padStart(16)}  ${name}`,
  )
}
