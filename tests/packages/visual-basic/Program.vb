''' <summary>Prints what Calls.vb computes, as bits; the program in F# prints the same.</summary>
Public Module Program

    Public Sub Main()
        Dim values = {0.5F, 1.0F, 1.5F, 2.0F, 2.5F, 2.75F}
        For Each result In Calls.Arithmetic(values)
            Show(result)
        Next
        Show(Calls.Shapes(values))
        Dim trained = Calls.Train()
        Show({CSng(trained.Loss)})
        Show(trained.Prediction)
    End Sub

    Private Sub Show(values As Single())
        Console.WriteLine(String.Join(" ", values.Select(Function(value) BitConverter.SingleToUInt32Bits(value).ToString("x8"))))
    End Sub

End Module
