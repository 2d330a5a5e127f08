"""Trains the demonstration classifier and writes it as ONNX.

Usage: python train.py TRAIN.bin VALIDATION.bin MODEL.onnx

The .bin files are written by dev.vernier.pipeline.demo.DemoDataset: images of 32 x 32 x 3 bytes, one
after the other, image i with label i % 10. Needs torch and onnx; neither the build nor the tests nor
users need this program, for its result is committed beside it.

The network has what makes quantization hard: BatchNormalization, depthwise convolutions, ReLU6 and a
residual sum. It is written with BatchNormalization unfolded.
"""

import sys

import numpy
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

MEAN, STD = 0.5, 0.25
EPOCHS, BATCH = 24, 100


class Unit(nn.Module):
    """Convolution, BatchNormalization and, if wanted, ReLU6."""

    def __init__(self, inputs, outputs, kernel, stride=1, groups=1, activation=True):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False)
        self.norm = nn.BatchNorm2d(outputs)
        self.activation = activation

    def forward(self, x):
        x = self.norm(self.conv(x))
        return nn.functional.relu6(x) if self.activation else x


class Bottleneck(nn.Module):
    """Inverted residual: expand, depthwise, project; a sum where the shapes allow it."""

    def __init__(self, inputs, outputs, stride, expansion=4):
        super().__init__()
        hidden = inputs * expansion
        self.expand = Unit(inputs, hidden, 1)
        self.depthwise = Unit(hidden, hidden, 3, stride, groups=hidden)
        self.project = Unit(hidden, outputs, 1, activation=False)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x):
        y = self.project(self.depthwise(self.expand(x)))
        return x + y if self.residual else y


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = Unit(3, 16, 3, 2)
        self.blocks = nn.Sequential(
            Bottleneck(16, 16, 1), Bottleneck(16, 24, 2), Bottleneck(24, 24, 1), Bottleneck(24, 40, 2), Bottleneck(40, 40, 1)
        )
        self.head = Unit(40, 96, 1)
        self.classifier = nn.Linear(96, 10)

    def forward(self, x):
        return self.classifier(self.head(self.blocks(self.stem(x))).mean((2, 3)))


class Writer:
    """Collects nodes and initializers while it walks the network."""

    def __init__(self):
        self.nodes, self.initializers = [], []

    def constant(self, name, tensor):
        self.initializers.append(numpy_helper.from_array(tensor.detach().numpy().astype(numpy.float32), name))
        return name

    def node(self, kind, name, inputs, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def unit(self, name, unit, x):
        conv, norm = unit.conv, unit.norm
        k, p = list(conv.kernel_size), conv.padding[0]
        weight = self.constant(name + ".weight", conv.weight)
        x = self.node("Conv", name + ".conv", [x, weight], kernel_shape=k, strides=list(conv.stride), pads=[p] * 4, group=conv.groups)
        parts = {"scale": norm.weight, "bias": norm.bias, "mean": norm.running_mean, "var": norm.running_var}
        names = [self.constant(f"{name}.norm.{key}", value) for key, value in parts.items()]
        x = self.node("BatchNormalization", name + ".norm", [x] + names, epsilon=norm.eps)
        if unit.activation:
            limits = [self.constant(f"{name}.{key}", torch.tensor(value)) for key, value in (("low", 0.0), ("high", 6.0))]
            x = self.node("Clip", name + ".relu6", [x] + limits)
        return x

    def bottleneck(self, name, block, x):
        y = self.unit(name + ".expand", block.expand, x)
        y = self.unit(name + ".depthwise", block.depthwise, y)
        y = self.unit(name + ".project", block.project, y)
        return self.node("Add", name + ".sum", [x, y]) if block.residual else y


def to_onnx(network):
    writer = Writer()
    x = writer.unit("stem", network.stem, "image")
    for index, block in enumerate(network.blocks):
        x = writer.bottleneck(f"block{index}", block, x)
    x = writer.unit("head", network.head, x)
    x = writer.node("GlobalAveragePool", "pool", [x])
    x = writer.node("Flatten", "features", [x], axis=1)
    weight = writer.constant("classifier.weight", network.classifier.weight)
    bias = writer.constant("classifier.bias", network.classifier.bias)
    writer.node("Gemm", "logits", [x, weight, bias], transB=1)
    graph = helper.make_graph(
        writer.nodes,
        "shapes",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 3, 32, 32])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 10])],
        writer.initializers,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="vernier-demo", ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    return model


def read(path):
    pixels = numpy.fromfile(path, dtype=numpy.uint8).reshape(-1, 32, 32, 3)
    images = torch.from_numpy(pixels.astype(numpy.float32)).permute(0, 3, 1, 2) / 255
    return ((images - MEAN) / STD).contiguous(), torch.arange(len(pixels)) % 10


def accuracy(network, images, labels):
    network.eval()
    with torch.no_grad():
        return (network(images).argmax(1) == labels).float().mean().item()


def train(network, images, labels, validation):
    optimizer = torch.optim.SGD(network.parameters(), lr=0.2, momentum=0.9, weight_decay=4e-5, nesterov=True)
    steps = (len(images) // BATCH) * EPOCHS
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.2, total_steps=steps, pct_start=0.2)
    for epoch in range(EPOCHS):
        network.train()
        for batch in torch.randperm(len(images)).split(BATCH):
            x = images[batch]
            loss = nn.functional.cross_entropy(network(x), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch + 1:2d}  loss {loss.item():.3f}  validation {accuracy(network, *validation):.4f}", flush=True)


def main():
    torch.manual_seed(7)
    network = Classifier()
    print("parameters:", sum(p.numel() for p in network.parameters()))
    train(network, *read(sys.argv[1]), read(sys.argv[2]))
    onnx.save(to_onnx(network.eval()), sys.argv[3])


if __name__ == "__main__":
    main()
