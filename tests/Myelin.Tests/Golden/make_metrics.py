"""Makes metrics.json beside it with scikit-learn. Run: python3 make_metrics.py"""
import json
from pathlib import Path

import numpy
import sklearn
from sklearn import metrics

random = numpy.random.RandomState(1)
cases = []


def classification(name, classes, occurring, rows, weighted):
    labels = random.choice(occurring, rows)
    logits = random.normal(size=(rows, classes)).astype(numpy.float32)
    logits[numpy.arange(rows), labels] += 1
    logits[:, [c for c in range(classes) if c not in occurring]] -= 9
    weights = random.randint(0, 5, rows).astype(numpy.float32) / 4 if weighted else None
    exact = logits.astype(float)
    log_probabilities = exact - numpy.log(numpy.exp(exact).sum(axis=1, keepdims=True))
    predictions = logits.argmax(axis=1)
    every, present = list(range(classes)), sorted(set(labels) | set(predictions))
    arguments = dict(sample_weight=weights)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(labels, predictions, labels=every, zero_division=0, **arguments)
    macro = metrics.precision_recall_fscore_support(labels, predictions, labels=present, average="macro", zero_division=0, **arguments)
    cases.append(dict(
        name=name, classes=classes, labels=labels.tolist(), scores=logits.ravel().tolist(),
        log_losses=(-log_probabilities[numpy.arange(rows), labels]).tolist(), weights=None if weights is None else weights.tolist(),
        accuracy=metrics.accuracy_score(labels, predictions, **arguments),
        confusion=metrics.confusion_matrix(labels, predictions, labels=every, **arguments).astype(float).ravel().tolist(),
        log_loss=metrics.log_loss(labels, numpy.exp(log_probabilities), labels=every, **arguments),
        precision=precision.tolist(), recall=recall.tolist(), f1=f1.tolist(), support=support.astype(float).tolist(), macro=list(macro[:3])))


def regression(name, targets, rows, weighted, mean=0.0):
    actual = (mean + random.normal(size=(rows, targets))).astype(numpy.float32)
    predicted = (actual + random.normal(size=(rows, targets)) / 2).astype(numpy.float32)
    weights = random.randint(0, 5, rows).astype(numpy.float32) / 4 if weighted else None
    exact = [actual.astype(float), predicted.astype(float)]
    arguments = dict(sample_weight=weights)
    cases.append(dict(
        name=name, targets=targets, actual=actual.ravel().tolist(), predicted=predicted.ravel().tolist(), weights=None if weights is None else weights.tolist(),
        mse=metrics.mean_squared_error(*exact, **arguments), mae=metrics.mean_absolute_error(*exact, **arguments), r2=metrics.r2_score(*exact, **arguments)))


classification("binary", 2, [0, 1], 40, False)
classification("three classes", 3, [0, 1, 2], 60, False)
classification("three classes, weighted", 3, [0, 1, 2], 60, True)
classification("two of five classes occur", 5, [1, 3], 30, False)
regression("one target", 1, 50, False)
regression("one target, weighted", 1, 50, True)
regression("far from zero", 1, 50, False, 1e5)
regression("three targets", 3, 20, True)
text = json.dumps(dict(scikit_learn=sklearn.__version__, numpy=numpy.__version__, cases=cases), indent=0)
Path(__file__).with_name("metrics.json").write_text(text + "\n")
