// Writes the tree that packages hold, and prints its folder: what `holdout places setup` copies from a checkout.
import { stageTree } from './package/stageTree.mjs'

process.stdout.write(`${await stageTree()}\n`)
