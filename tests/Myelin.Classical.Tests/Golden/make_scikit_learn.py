"""Independent values for the classical models: python3 make_scikit_learn.py DATA SAMPLES > scikit-learn.json

DATA is the folder of the data sets (MYELIN_DATA), SAMPLES the repository's samples. scikit-learn as Debian packages it: apt-get install python3-sklearn.
"""
import gzip
import json
import os
import sys

import numpy as np
import sklearn
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.svm import SVC

data, samples = sys.argv[1:3]


def numbers(path, columns, skip=1):
    opened = gzip.open(path, "rt") if path.endswith(".gz") else open(path)
    with opened as file:
        return np.array([[float(row[c]) for c in columns] for row in (line.strip().split(",") for line in file.readlines()[skip:]) if len(row) > 1])


def standardised(x):
    return (x - x.mean(axis=0)) / x.std(axis=0)


result = {"scikit_learn": sklearn.__version__}

diabetes = numbers(os.path.join(data, "diabetes/diabetes.csv"), range(11))
x, y = standardised(diabetes[:, :10]), diabetes[:, 10]
fit = LinearRegression().fit(x, y)
result["diabetes_least_squares"] = {"coefficients": fit.coef_.tolist(), "intercept": float(fit.intercept_)}
# The mean squared error plus lambda |w|^2, times n, is what Ridge minimises for alpha = n lambda.
result["diabetes_ridge"] = []
for penalty in (0.001, 0.1, 1.0, 10.0):
    fit = Ridge(alpha=len(y) * penalty, solver="cholesky").fit(x, y)
    ones = Ridge(alpha=len(y) * penalty, solver="cholesky", fit_intercept=False).fit(np.c_[x, np.ones(len(y))], y)
    result["diabetes_ridge"].append({
        "lambda": penalty, "coefficients": fit.coef_.tolist(), "intercept": float(fit.intercept_),
        "coefficients_with_penalised_intercept": ones.coef_[:-1].tolist(), "penalised_intercept": float(ones.coef_[-1]),
    })

iris = numbers(os.path.join(samples, "iris.csv"), range(4))
species = np.repeat([0, 1, 2], 50)
digits = numbers(os.path.join(data, "optdigits/optdigits_tes.csv.gz"), range(64))
for name, rows, kept in (("iris", iris, 4), ("digits", digits, 16)):
    pca = PCA(n_components=kept, svd_solver="full").fit(rows)
    result[f"{name}_pca"] = {
        "explained_variance": pca.explained_variance_.tolist(), "explained_variance_ratio": pca.explained_variance_ratio_.tolist(),
        "components": pca.components_[:2].tolist(), "mean": pca.mean_.tolist(),
    }
    clusters = 3 if name == "iris" else 10
    result[f"{name}_k_means"] = {"clusters": clusters, "inertia": float(KMeans(clusters, n_init=200, tol=0, max_iter=1000, random_state=1).fit(rows).inertia_)}

result["iris_svm"] = []
for (first, second), penalty in (((0, 1), 1e-4), ((1, 2), 0.001), ((1, 2), 0.1)):
    chosen = (species == first) | (species == second)
    x, y = standardised(iris[chosen]), species[chosen] == second
    # The mean hinge plus lambda |w|^2, over 2 lambda, is what SVC minimises for C = 1 / (2 n lambda).
    svm = SVC(kernel="linear", C=1 / (2 * len(y) * penalty), tol=1e-10).fit(x, y)
    w = svm.coef_[0]
    result["iris_svm"].append({
        "classes": [first, second], "lambda": penalty, "coefficients": w.tolist(), "intercept": float(svm.intercept_[0]),
        "margin": float(1 / np.linalg.norm(w)), "support_vectors": svm.support_.tolist(),
        "objective": float(np.maximum(0, 1 - np.where(y, 1, -1) * svm.decision_function(x)).mean() + penalty * w @ w),
    })

result["iris_logistic"] = []
for penalty in (0.0001, 0.01):
    # The mean cross-entropy plus lambda |w|^2, over 2 lambda, as above.
    for classes in ([1, 2], [0, 1, 2]):
        chosen = np.isin(species, classes)
        x, y = standardised(iris[chosen]), species[chosen]
        fit = LogisticRegression(solver="newton-cg", C=1 / (2 * len(y) * penalty), tol=1e-12, max_iter=100000, multi_class="multinomial" if len(classes) > 2 else "ovr").fit(x, y)
        result["iris_logistic"].append({"classes": classes, "lambda": penalty, "coefficients": fit.coef_.tolist(), "intercepts": fit.intercept_.tolist()})

json.dump(result, sys.stdout, indent=1)
print()
