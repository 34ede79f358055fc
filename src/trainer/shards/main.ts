/** The training process of a shard: works on the shard's folder, without a parent. `main.ts FOLDER` */
import { TrainerControl } from '../job/trainerControl.ts'
import { trainShard } from './trainShard.ts'

const control = new TrainerControl()
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    control.stop()
  })
}
process.exitCode = await trainShard(process.argv[2], control)
// TensorFlow's threads would keep it.
process.exit()
