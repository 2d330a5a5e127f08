package dev.vernier.conf;

import java.util.List;

/** Where results go. */
public record OutputConfig(
    @Setting(
            doc = "Folder for model.onnx, ranges.json, states, report.json and report.html.",
            byDefault = "vernier-out")
        String dir,
    @Setting(
            doc =
                "Files of ranges for other tools, beside ranges.json: ort-calibration,"
                    + " tensorrt-cache, tensor-quant-overrides, amct-record.",
            byDefault = "[]",
            oneOf = {"ort-calibration", "tensorrt-cache", "tensor-quant-overrides", "amct-record"})
        List<String> tables,
    @Setting(
            doc =
                "Write model.vpk too, the model with its integer constants packed and entropy coded;"
                    + " 'vernier unpack' gives the model back.",
            byDefault = "false")
        boolean archive) {

  /** Copies the list. */
  public OutputConfig {
    tables = List.copyOf(tables);
  }
}
