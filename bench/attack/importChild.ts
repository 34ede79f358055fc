/** Imports a CSV into a workspace, as a process that can be killed: `importChild.ts WORKSPACE CSV`. */
import { importDataset } from '../../src/lab/datasets/store/importDataset.ts'
import { Workspace } from '../../src/lab/workspace/workspace.ts'

const [folder, csv] = process.argv.slice(2)
const workspace = await Workspace.open({ folder, access: 'write', program: 'import' })
// Read otherwise than before, so that it is not known already.
await importDataset({ file: csv, folder: workspace.paths.datasets, choices: { missing: ['nothing'] } })
await workspace.shutdown()
