/**
 * Imports a CSV into a workspace, as a process that can be killed: `importChild.ts WORKSPACE CSV [otherwise]`. `otherwise` reads it
 * in another way than before, so that it is not known already.
 */
import { importDataset } from '../../src/lab/datasets/store/importDataset.ts'
import { Workspace } from '../../src/lab/workspace/workspace.ts'

const [folder, csv, how] = process.argv.slice(2)
const workspace = await Workspace.open({ folder, access: 'write', program: 'import' })
const choices = how === 'otherwise' ? { missing: ['nothing'] } : {}
await importDataset({ file: csv, folder: workspace.paths.datasets, choices })
await workspace.shutdown()
