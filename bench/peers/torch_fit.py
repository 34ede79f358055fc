"""`python torch_fit.py JOB EPOCHS FOLDS`: a plain training loop of PyTorch, rows shuffled on the device."""
import torch
from jobs import measured
from torch import nn


def fit(network, train, codes, test, test_codes, epochs):
    sizes = [train.shape[1], *network["units"]]
    parts = [nn.Dropout(network["visible"])] if network["visible"] else []
    for before, after in zip(sizes, sizes[1:]):
        parts += [nn.Linear(before, after), nn.ReLU()]
        if network["hidden"]:
            parts.append(nn.Dropout(network["hidden"]))
    outputs = network["outputs"]
    model = nn.Sequential(*parts, nn.Linear(sizes[-1], outputs))
    loss_of = nn.BCEWithLogitsLoss() if outputs == 1 else nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), network["rate"], momentum=network["momentum"])
    inputs = torch.from_numpy(train)
    targets = torch.from_numpy(codes).float()[:, None] if outputs == 1 else torch.from_numpy(codes).long()
    for _ in range(epochs):
        for rows in torch.randperm(len(inputs)).split(network["batch"]):
            optimizer.zero_grad()
            loss_of(model(inputs[rows]), targets[rows]).backward()
            optimizer.step()
            if network["max_norm"]:
                with torch.no_grad():
                    for part in model:
                        if isinstance(part, nn.Linear) and part.out_features != outputs:
                            part.weight.copy_(torch.renorm(part.weight, 2, 0, network["max_norm"]))
    model.eval()
    with torch.no_grad():
        model(torch.from_numpy(test))


measured(f"PyTorch {torch.__version__}", fit)
