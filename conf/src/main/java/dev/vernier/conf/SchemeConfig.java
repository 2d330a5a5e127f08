package dev.vernier.conf;

import java.util.Optional;

/** Number formats beyond the types of activations and weights. */
public record SchemeConfig(
    @Setting(
            doc =
                "Trade between speed and accuracy: with performance the zero point of activations is"
                    + " 0 or in the middle (restricted-asymmetric), with mixed it is anywhere.",
            byDefault = "mixed",
            oneOf = {"performance", "mixed"})
        String preset,
    @Setting(
            doc = "Where the zero point of activations may lie; absent: as the preset says.",
            byDefault = "",
            oneOf = {"asymmetric", "symmetric", "restricted-asymmetric"})
        Optional<String> activationSymmetry,
    @Setting(
            doc = "Scales that are powers of two, for hardware that rescales by shifting.",
            byDefault = "none",
            oneOf = {"none", "activations", "all"})
        String powerOfTwo,
    @Setting(
            doc = "Ranges of weights symmetric about zero; otherwise each has a zero point.",
            byDefault = "true")
        boolean weightSymmetric,
    @Setting(
            doc =
                "What the codes of weights cover: every value, or so much that the squared error"
                    + " is least.",
            byDefault = "minmax",
            oneOf = {"minmax", "mse"})
        String weightRange,
    @Setting(
            doc =
                "Width of weights, stored in the next larger type; absent: all bits of the weight"
                    + " type.",
            byDefault = "",
            min = 2,
            max = 8)
        Optional<Integer> weightBits,
    @Setting(
            doc =
                "Input channels of a matrix product that share a weight scale, such as 32, 64 or"
                    + " 128; 0: no blocks.",
            byDefault = "0",
            min = 0,
            max = 65536)
        int weightBlockSize) {}
