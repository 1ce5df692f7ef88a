#!/usr/bin/env python3
"""Whole processes, from start to a trained network that is good enough: `myelin train` beside scikit-learn's MLP, taking turns.

Usage: time_to_accuracy.py MYELIN DATA [ROUNDS]
MYELIN is the installed command (or `dotnet PATH/Myelin.Cli.dll` in quotes), DATA a folder with optdigits/ and california-housing/.
scikit-learn runs under PYTHON or /usr/bin/python3, once with its own stopping, as a user would call it, and once until its score on the test rows is
good enough, which no user could know. Prints the median seconds of all sides and the ratios.
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
        commands = (myelin + ours + model, sklearn + theirs, sklearn + ["--until-good"] + theirs)
        turns = [[timed(command) for command in commands] for _ in range(rounds)]
        own, fit, until_good = (statistics.median(turn[side][0] for turn in turns) for side in range(3))
        print(f"{name}: myelin {own:.2f} s, scikit-learn {fit:.2f} s, ratio {fit / own:.1f}; until good enough {until_good:.2f} s, ratio {until_good / own:.1f}")
        print("   myelin:", next(line for line in turns[0][0][1] if "accuracy" in line.lower() or "rmse" in line.lower()))
        print("   scikit-learn:", *(lines[-1] for _, lines in turns[0][1:]), sep=" | ")
