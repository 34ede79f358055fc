/** What the lab says of runs on places: what it begins with, and the same in Chinese. */
const notices: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/^A part of the run was started again.*/, '运行的一个部分在训练进程或节点丢失后重新开始；它已完成的都保留。'],
  [
    /^The node (.+) trains nothing of this run: (.+)\. Its part .*/,
    '节点 $1 不训练此次运行：$2。它的部分改由另一节点训练。',
  ],
  [/^The place (.+) does not answer(.*)\. The run .*/, '训练地点 $1 没有应答$2。运行在那里继续，正在重试连接。'],
  [/^The engine of (.+) does not answer.*/, '$1 的调度引擎没有应答，正在重试。'],
  [/^A file of events on the place is damaged.*/, '训练地点上的一个事件文件已损坏；其中缺失的会重新训练，结果相同。'],
]
export default notices
