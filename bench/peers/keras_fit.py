"""`python keras_fit.py JOB EPOCHS FOLDS`: Keras's `fit`, one model after the other, compiled as by default."""
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
from jobs import measured
from keras import layers


def fit(network, train, codes, test, test_codes, epochs):
    constraint = keras.constraints.MaxNorm(network["max_norm"]) if network["max_norm"] else None
    model = keras.Sequential([layers.Input((train.shape[1],))])
    if network["visible"]:
        model.add(layers.Dropout(network["visible"]))
    for units in network["units"]:
        model.add(layers.Dense(units, activation="relu", kernel_constraint=constraint))
        if network["hidden"]:
            model.add(layers.Dropout(network["hidden"]))
    outputs = network["outputs"]
    model.add(layers.Dense(outputs, activation="sigmoid" if outputs == 1 else "softmax"))
    loss = "binary_crossentropy" if outputs == 1 else "sparse_categorical_crossentropy"
    model.compile(keras.optimizers.SGD(network["rate"], momentum=network["momentum"]), loss, metrics=["accuracy"])
    model.fit(train, codes, epochs=epochs, batch_size=network["batch"], verbose=0)
    model.predict(test, verbose=0)


measured(f"Keras {keras.__version__}", fit)
