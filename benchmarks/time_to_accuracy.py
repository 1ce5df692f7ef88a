#!/usr/bin/env python3
"""Whole processes, from start to a trained network that is good enough: `myelin train` beside scikit-learn's MLP, taking turns.

Usage: time_to_accuracy.py MYELIN DATA [ROUNDS]
MYELIN is the installed command (or `dotnet PATH/Myelin.Cli.dll` in quotes), DATA a folder with optdigits/ and california-housing/.
scikit-learn runs under PYTHON or /usr/bin/python3. Prints the median seconds of both sides and their ratio.
"""
import os
import pathlib
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

myelin = shlex.split(sys.argv[1])
data = pathlib.Path(sys.argv[2]).resolve()
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
sklearn = [os.environ.get("PYTHON", "/usr/bin/python3"), str(pathlib.Path(__file__).with_name("sklearn_mlp.py"))]
digits = [str(data / "optdigits" / f"optdigits_{part}.csv.gz") for part in ("tra", "tes")]
housing = str(data / "california-housing" / "housing.csv.gz")


def timed(command):
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - start, done.stdout.strip().splitlines()


with tempfile.TemporaryDirectory() as folder:
    model = ["--model", f"{folder}/model.safetensors", "--quiet"]
    for name, ours, theirs in (
        ("optical digits, accuracy 0.96", ["train", digits[0], "--test", digits[1]], ["digits", *digits]),
        ("California housing, RMSE 54,000", ["train", housing, "--target", "median_house_value"], ["housing", housing]),
    ):
        times = [(timed(myelin + ours + model), timed(sklearn + theirs)) for _ in range(rounds)]
        own, other = (statistics.median(turn[side][0] for turn in times) for side in (0, 1))
        print(f"{name}: myelin {own:.2f} s, scikit-learn {other:.2f} s, ratio {other / own:.1f}; {times[0][1][1][-1]}")
        print("   myelin said:", next((line for line in times[0][0][1] if "accuracy" in line.lower() or "rmse" in line.lower()), "nothing"))
