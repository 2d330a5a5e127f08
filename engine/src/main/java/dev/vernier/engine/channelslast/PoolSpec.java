package dev.vernier.engine.channelslast;

/** Window of a pooling layer: attributes of the ONNX operators. */
public record PoolSpec(
    int kh,
    int kw,
    int strideH,
    int strideW,
    int padTop,
    int padLeft,
    int padBottom,
    int padRight,
    int dilationH,
    int dilationW) {}
