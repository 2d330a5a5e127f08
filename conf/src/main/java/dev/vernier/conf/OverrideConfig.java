package dev.vernier.conf;

import java.util.Optional;

/** What holds for the tensors of some names instead of the settings of the whole model. */
public record OverrideConfig(
    @Setting(
            doc =
                "Whether the name is a regular expression for whole tensor names; otherwise * stands"
                    + " for any characters in it and ? for one.",
            byDefault = "false")
        boolean regex,
    @Setting(
            doc = "Type of the codes; absent: as elsewhere.",
            byDefault = "",
            oneOf = {"uint8", "int8", "uint16", "int16", "uint4", "int4"})
        Optional<String> type,
    @Setting(
            doc = "Where the zero point may lie; absent: as elsewhere.",
            byDefault = "",
            oneOf = {"asymmetric", "symmetric", "restricted-asymmetric"})
        Optional<String> symmetry,
    @Setting(doc = "Range method of an activation; absent: as elsewhere.", byDefault = "")
        Optional<String> method,
    @Setting(doc = "Lower bound of an activation's range, with max.", byDefault = "")
        Optional<Double> min,
    @Setting(doc = "Upper bound of an activation's range, with min.", byDefault = "")
        Optional<Double> max,
    @Setting(doc = "Scale of an activation, with zero-point.", byDefault = "")
        Optional<Double> scale,
    @Setting(doc = "Zero point of an activation, with scale.", byDefault = "")
        Optional<Integer> zeroPoint,
    @Setting(
            doc = "Width of a weight, stored in the next larger type; absent: as elsewhere.",
            byDefault = "",
            min = 2,
            max = 8)
        Optional<Integer> bits,
    @Setting(doc = "One scale for each output channel of a weight.", byDefault = "")
        Optional<Boolean> perChannel,
    @Setting(
            doc = "Input channels of a matrix that share a scale; 0: no blocks.",
            byDefault = "",
            min = 0,
            max = 65536)
        Optional<Integer> blockSize) {}
