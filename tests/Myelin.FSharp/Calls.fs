/// What a program in F# writes; Myelin.Tests compares the results with those of C#.
module Myelin.FSharp.Calls

open Myelin.Autograd
open Myelin.Data
open Myelin.Layers
open Myelin.Losses
open Myelin.Optimizers
open Myelin.Random
open Myelin.Schedules
open Myelin.Tensors
open Myelin.Training

// Names of another library beside Myelin's: nothing becomes ambiguous.
open type System.Math

/// Operators with constants on both sides, and their gradient.
let arithmetic (values: float32[]) =
    let tape = Tape()
    use _ = tape.BeginStep(training = false)
    let x = tape.Variable(Tensor(Shape(values.Length), values))
    let y = (x * 2f + 1f) / (2f + x / 8f) - 1f / x + (3f - x) * x - -x
    tape.Backward((y.Tanh() * y.Log()).Sum())
    y.ToArray(), tape.Gradient(x).ToArray()

/// Shapes, reductions and comparisons.
let shapes (values: float32[]) =
    let x = Tensor(Shape(2, 3), values)
    let chosen = Tensor.Where(x.GreaterThan(2f), x.Reshape(-1, 3), Tensor.Zeros(Shape(2, 3)))
    let parts =
        Tensor.Concatenate(
            0,
            x.Transpose().Sum(0),
            chosen.Max(0, 1).Reshape(1, 1) * Tensor.Ones(Shape(1, 2)),
            Tensor.Stack(0, x[0, 1], x[1, 2]).Reshape(1, 2)
        )

    parts.ToArray()

/// A name of another library.
let magnitude (value: float) = Abs value

/// The usual training, by name and by type.
let train () =
    let network = Sequential.Build("linear:8 tanh linear:1", Shape(2), RandomSource(1UL))
    let rows = MemorySource.WithTargets(Shape(2), [| 0f; 0f; 0f; 1f; 1f; 0f; 1f; 1f |], [| 0f; 1f; 1f; 0f |], 1)
    let options = TrainerOptions(Epochs = 300, BatchSize = 4, LearningRate = Constant(0.05f))
    let result = Trainer(network, MeanSquaredErrorLoss(), Adam(), options).Fit(rows)
    result.TrainingLoss, network.Predict(Shape(2), [| 0f; 1f |])
