"""`python sklearn_fit.py JOB EPOCHS FOLDS`: scikit-learn's MLPClassifier, which has neither dropout nor max norm."""
import warnings

import sklearn
from jobs import measured
from sklearn.neural_network import MLPClassifier

warnings.filterwarnings("ignore")


def fit(network, train, codes, test, test_codes, epochs):
    model = MLPClassifier(
        network["units"],
        solver="sgd",
        alpha=0.0,
        batch_size=network["batch"],
        learning_rate_init=network["rate"],
        momentum=network["momentum"],
        nesterovs_momentum=False,
        max_iter=epochs,
        n_iter_no_change=epochs + 1,
        tol=0.0,
    )
    model.fit(train, codes)
    model.predict(test)


measured(f"scikit-learn {sklearn.__version__}", fit)
