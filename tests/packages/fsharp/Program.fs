/// Prints what Calls.fs computes, as bits; the program in Visual Basic prints the same.
module Program

open System
open Myelin.FSharp

let private show (values: float32 seq) =
    values |> Seq.map (fun value -> (BitConverter.SingleToUInt32Bits value).ToString "x8") |> String.concat " " |> printfn "%s"

let private values = [| 0.5f; 1f; 1.5f; 2f; 2.5f; 2.75f |]
let private value, gradient = Calls.arithmetic values
let private loss, prediction = Calls.train ()
show value
show gradient
show (Calls.shapes values)
show [ float32 loss ]
show prediction
