package dev.vernier.conf;

/** Where results go. */
public record OutputConfig(
    @Setting(
            doc = "Folder for model.onnx, ranges.json, states, report.json and report.html.",
            byDefault = "vernier-out")
        String dir) {}
