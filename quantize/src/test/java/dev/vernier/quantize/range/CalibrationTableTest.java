package dev.vernier.quantize.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.QuantizationScheme;
import dev.vernier.quantize.Range;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CalibrationTableTest {

  private static CalibrationTable table() {
    Range range = new Range(-0.5f, 2f);
    QuantizationParameters parameters = QuantizationParameters.of(range, DataType.UINT8, false);
    return new CalibrationTable(
        "mse",
        QuantizationScheme.defaults().text(),
        200,
        Map.of(
            "conv/out \"1\"",
            new CalibrationTable.Entry("mse", range, parameters, List.of("a", "b"))));
  }

  @Test
  void documentIsAsDescribed() {
    assertThat(table().toJson())
        .isEqualTo(
            """
            {
              "format": "vernier-ranges",
              "version": 1,
              "method": "mse",
              "scheme": "activations UINT8 asymmetric, weights INT8 per channel, full range",
              "samples": 200,
              "quantizers": {
                "conv/out \\"1\\"": {
                  "method": "mse",
                  "min": -0.5,
                  "max": 2,
                  "scale": 0.00980392192,
                  "zero-point": 51,
                  "type": "uint8",
                  "tensors": [ "a", "b" ]
                }
              }
            }
            """);
  }

  @Test
  void everyFloatSurvives() {
    Random random = new Random(5);
    Map<String, CalibrationTable.Entry> entries = new TreeMap<>();
    for (int i = 0; i < 500; i++) {
      float a = Math.abs(Float.intBitsToFloat(random.nextInt()));
      float bound = Float.isFinite(a) ? a : 1f;
      float scale = Math.max(Float.MIN_VALUE, bound);
      QuantizationParameters parameters =
          new QuantizationParameters(scale, i % 256, DataType.UINT8);
      entries.put(
          "t" + i,
          new CalibrationTable.Entry("mse", new Range(-bound, bound), parameters, List.of()));
    }
    CalibrationTable table = new CalibrationTable("mse", "s", 1, entries);
    CalibrationTable read = CalibrationTable.fromJson(table.toJson());
    assertThat(read).isEqualTo(table);
    assertThat(read.digest()).isEqualTo(table.digest()).hasSize(64);
  }

  @Test
  void damagedDocumentsAreRefusedWithThePlace() {
    String json = table().toJson();
    refuse("{", "not JSON");
    refuse("[]", "format");
    refuse(json.replace("vernier-ranges", "other"), "other");
    refuse(json.replace("\"version\": 1", "\"version\": 9"), "version 9");
    refuse(json.replace("\"zero-point\": 51", "\"zero-point\": \"51\""), "zero-point");
    refuse(json.replace("uint8", "uint9"), "uint9");
    refuse(json.replace("\"max\": 2", "\"max\": -2"), "min <= max");
  }

  private static void refuse(String json, String message) {
    assertThatThrownBy(() -> CalibrationTable.fromJson(json))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining(message);
  }

  @Test
  void missingEntriesNameTheTensor() {
    assertThatThrownBy(() -> table().entry("nothing")).hasMessageContaining("'nothing'");
  }
}
