package dev.vernier.conf;

/** What is changed in the model before calibration, beside what never costs anything. */
public record RewriteConfig(
    @Setting(
            doc =
                "Scale channels between layers so that weights with one scale a tensor lose"
                    + " little; auto: where weights have one scale a tensor.",
            byDefault = "auto",
            oneOf = {"auto", "always", "never"})
        String equalization,
    @Setting(
            doc =
                "Move what a channel always exceeds before a Relu from the bias before into the"
                    + " bias after, so that its range shrinks; auto: where channels are equalised.",
            byDefault = "never",
            oneOf = {"auto", "always", "never"})
        String biasAbsorption,
    @Setting(
            doc =
                "Move the channels between a layer and one that reads it directly so that their"
                    + " middles are zero, and scale them to one width.",
            byDefault = "never",
            oneOf = {"always", "never"})
        String channelAlignment,
    @Setting(
            doc =
                "SmoothQuant: divide channels of what layers read and multiply their weights, so"
                    + " that a few channels with large values do not set the scale of all; auto:"
                    + " in transformers, unless output.tables asks for tables, which are of the"
                    + " model as it was given.",
            byDefault = "auto",
            oneOf = {"auto", "always", "never"})
        String smoothQuant,
    @Setting(
            doc =
                "How much of the difficulty of activations SmoothQuant moves to the weights of"
                    + " MatMul and Gemm; -1: it leaves them.",
            byDefault = "0.5",
            min = -1,
            max = 1)
        double smoothQuantAlpha,
    @Setting(doc = "The same for Conv.", byDefault = "-1", min = -1, max = 1)
        double smoothQuantConvolutionAlpha) {}
