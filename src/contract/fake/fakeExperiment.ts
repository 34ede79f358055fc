/** The experiment that the fake lab opens. */
export const fakeExperiment = `holdout: 1
name: Dropout on Sonar
dataset: { file: sonar.csv, target: V61 }
seed: 7
validation: { strategy: stratified-k-fold, folds: 10 }
training: { epochs: 100, batchSize: 16 }
models:
  - name: Baseline
    optimizer: { type: sgd, learningRate: 0.01, momentum: 0.8 }
    layers:
      - { type: dense, units: 60, activation: relu }
      - { type: dense, units: 30, activation: relu }
      - { type: output }
  - name: Hidden
    optimizer: { type: sgd, learningRate: 0.1, momentum: 0.9 }
    layers:
      - { type: dense, units: 60, activation: relu, kernelConstraint: { type: maxNorm, maxValue: 3 } }
      - { type: dropout, rate: 0.2 }
      - { type: dense, units: 30, activation: relu, kernelConstraint: { type: maxNorm, maxValue: 3 } }
      - { type: dropout, rate: 0.2 }
      - { type: output }
`
