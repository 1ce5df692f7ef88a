#!/usr/bin/env python3
"""Trains scikit-learn's MLP until it reaches an accuracy or error on the test rows, as quickly as we could make it.

Usage: sklearn_mlp.py digits TRAIN.csv.gz TEST.csv.gz | sklearn_mlp.py housing HOUSING.csv.gz
The same network as Myelin's default (64 and 32 ReLU), Adam, standardised inputs, categories as one input each. It stops at the first
epoch whose score on the test rows is good enough, which is more than a user could know; Myelin's command stops by its validation rows.
"""
import csv
import gzip
import sys

import numpy
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler


def rows(path):
    with gzip.open(path, "rt") as file:
        return list(csv.reader(file))


kind = sys.argv[1]
if kind == "digits":
    train, test = (numpy.array(rows(path)[1:], numpy.float32) for path in sys.argv[2:4])
    x, y, x_test, y_test = train[:, :-1], train[:, -1], test[:, :-1], test[:, -1]
    model = MLPClassifier((64, 32), batch_size=32, random_state=1)
else:
    names, *table = rows(sys.argv[2])
    columns = dict(zip(names, zip(*table)))
    y = numpy.array(columns.pop("median_house_value"), numpy.float32) / 100_000
    place = numpy.array(columns.pop("ocean_proximity"))
    numbers = numpy.array([[float(cell) if cell else numpy.nan for cell in column] for column in columns.values()], numpy.float32).T
    numbers = numpy.where(numpy.isnan(numbers), numpy.nanmedian(numbers, axis=0), numbers)
    x = numpy.hstack([numbers, place[:, None] == numpy.unique(place)])
    order = numpy.random.RandomState(1).permutation(len(y))
    x, y = x[order], y[order]
    cut = len(y) * 4 // 5
    x, x_test, y, y_test = x[:cut], x[cut:], y[:cut], y[cut:]
    model = MLPRegressor((64, 32), batch_size=32, random_state=1)

scaler = StandardScaler().fit(x)
x, x_test = scaler.transform(x), scaler.transform(x_test)
for epoch in range(1, 501):
    if kind == "digits":
        model.partial_fit(x, y, numpy.unique(y))
        score = model.score(x_test, y_test)
        good = score >= 0.96
    else:
        model.partial_fit(x, y)
        score = 100_000 * float(numpy.sqrt(numpy.mean((model.predict(x_test) - y_test) ** 2)))
        good = score <= 54_000
    if good:
        break
print(f"{kind}: {score:.4g} after {epoch} epochs{'' if good else ', not reached'}")
