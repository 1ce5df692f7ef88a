Imports System.Math
Imports Myelin.Autograd
Imports Myelin.Data
Imports Myelin.Layers
Imports Myelin.Losses
Imports Myelin.Optimizers
Imports Myelin.Random
Imports Myelin.Schedules
Imports Myelin.Tensors
Imports Myelin.Training

''' <summary>What a program in Visual Basic writes; Myelin.Tests compares the results with those of C#.</summary>
Public Module Calls

    ''' <summary>Operators with constants on both sides, and their gradient.</summary>
    Public Function Arithmetic(values As Single()) As Single()()
        Dim tape As New Tape()
        Using tape.BeginStep(training:=False)
            Dim x = tape.Variable(New Tensor(New Shape(values.Length), values))
            Dim y = (x * 2.0F + 1.0F) / (2.0F + x / 8.0F) - 1.0F / x + (3.0F - x) * x - -x
            tape.Backward((y.Tanh() * y.Log()).Sum())
            Return {y.ToArray(), tape.Gradient(x).ToArray()}
        End Using
    End Function

    ''' <summary>Shapes, reductions and comparisons.</summary>
    Public Function Shapes(values As Single()) As Single()
        Dim x As New Tensor(New Shape(2, 3), values)
        Dim chosen = Tensor.Where(x > 2.0F, x.Reshape(-1, 3), Tensor.Zeros(New Shape(2, 3)))
        Return Tensor.Concatenate(0, x.Transpose().Sum(0), chosen.Max(0, 1).Reshape(1, 1) * Tensor.Ones(New Shape(1, 2)), Tensor.Stack(0, x(0, 1), x(1, 2)).Reshape(1, 2)).ToArray()
    End Function

    ''' <summary>A name of another library beside Myelin's: nothing becomes ambiguous.</summary>
    Public Function Magnitude(value As Double) As Double
        Return Abs(value)
    End Function

    ''' <summary>The usual training, by name and by type.</summary>
    Public Function Train() As (Loss As Double, Prediction As Single())
        Dim network = Sequential.Build("linear:8 tanh linear:1", New Shape(2), New RandomSource(1))
        Dim rows = MemorySource.WithTargets(New Shape(2), {0, 0, 0, 1, 1, 0, 1, 1}, {0, 1, 1, 0}, 1)
        Dim options As New TrainerOptions() With {.Epochs = 300, .BatchSize = 4, .LearningRate = New Constant(0.05F)}
        Dim result = New Trainer(network, New MeanSquaredErrorLoss(), New Adam(), options).Fit(rows)
        Return (result.TrainingLoss, network.Predict(New Shape(2), {0.0F, 1.0F}))
    End Function

End Module
