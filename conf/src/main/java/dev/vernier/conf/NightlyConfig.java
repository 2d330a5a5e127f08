package dev.vernier.conf;

import java.util.Optional;

/** The scheduled cycle: which days count, and when a new model takes the place of the old one. */
public record NightlyConfig(
    @Setting(
            doc =
                "Folder of published models and saved days, on any file system that Hadoop knows.",
            byDefault = "")
        Optional<String> registry,
    @Setting(
            doc = "Days, the newest included, whose statistics make the model.",
            byDefault = "7",
            min = 1,
            max = 3650)
        int window,
    @Setting(
            doc =
                "Days after which a day's samples count half as much, as whole multiples of the"
                    + " oldest day's; 0: all days count alike.",
            byDefault = "0",
            min = 0,
            max = 3650)
        int halfLife,
    @Setting(
            doc =
                "Population stability index of a tensor from which its drift asks for new ranges;"
                    + " 0: always.",
            byDefault = "0.25",
            min = 0)
        double psi,
    @Setting(
            doc =
                "Growth of the share of a tensor's values outside its range, from 0 to 1, from which"
                    + " drift asks for new ranges.",
            byDefault = "0.001",
            min = 0,
            max = 1)
        double clipping,
    @Setting(
            doc =
                "By how much more than the model in force a new model may lose on the same data, in"
                    + " the unit of validation.max-drop.",
            byDefault = "0.5",
            min = 0)
        double maxWorse,
    @Setting(doc = "Published versions to keep.", byDefault = "10", min = 1, max = 100000)
        int keep) {}
