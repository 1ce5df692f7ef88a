#!/usr/bin/env python3
"""Trains scikit-learn's MLP on optical digits or California housing and prints its score on the test rows.

Usage: sklearn_mlp.py [--until-good] digits TRAIN.csv.gz TEST.csv.gz | sklearn_mlp.py [--until-good] housing HOUSING.csv.gz
The same network as Myelin's default (64 and 32 ReLU), Adam, standardised inputs, categories as one input each. As a user would call it,
`fit` with scikit-learn's own batches and stopping; or, with --until-good, batches of 32 and an end at the first epoch whose score on the
test rows is good enough, which no user could know.
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


until_good = sys.argv[1] == "--until-good"
kind, *paths = sys.argv[2:] if until_good else sys.argv[1:]
options = {"batch_size": 32} if until_good else {}
if kind == "digits":
    train, test = (numpy.array(rows(path)[1:], numpy.float32) for path in paths)
    x, y, x_test, y_test = train[:, :-1], train[:, -1], test[:, :-1], test[:, -1]
    model = MLPClassifier((64, 32), random_state=1, **options)
else:
    names, *table = rows(paths[0])
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
    model = MLPRegressor((64, 32), random_state=1, **options)


scaler = StandardScaler().fit(x)
x, x_test = scaler.transform(x), scaler.transform(x_test)


def score():
    return model.score(x_test, y_test) if kind == "digits" else 100_000 * float(numpy.sqrt(numpy.mean((model.predict(x_test) - y_test) ** 2)))


def good():
    return score() >= 0.96 if kind == "digits" else score() <= 54_000


if until_good:
    classes = [numpy.unique(y)] if kind == "digits" else []
    for epoch in range(1, 501):
        model.partial_fit(x, y, *classes)
        if good():
            break
else:
    model.fit(x, y)
    epoch = model.n_iter_
print(f"{kind}: {score():.4g} after {epoch} epochs{'' if good() else ', not good enough'}")
