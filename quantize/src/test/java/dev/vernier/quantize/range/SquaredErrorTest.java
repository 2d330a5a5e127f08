package dev.vernier.quantize.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.onnx.DataType;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.Range;
import dev.vernier.stats.HistogramSketch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SquaredErrorTest {

  static double exact(float[] values, QuantizationParameters parameters, double slope) {
    double sum = 0;
    for (float value : values) {
      double difference = (value - parameters.represent(value)) * (value < 0 ? slope : 1);
      sum += difference * difference;
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(Distribution.class)
  void agreesWithTheErrorOnRawValues(Distribution distribution) {
    float[] values = distribution.values(200_000, 5);
    HistogramSketch sketch = HistogramSketch.of(values);
    for (double slope : new double[] {1, 0.1}) {
      SquaredError error = new SquaredError(sketch, slope);
      for (double share : new double[] {1, 0.7, 0.33, 0.1}) {
        for (boolean symmetric : new boolean[] {false, true}) {
          Range range =
              new Range((float) (sketch.min() * share), (float) (sketch.max() * share * 0.9))
                  .includingZero();
          QuantizationParameters parameters =
              QuantizationParameters.of(range, DataType.UINT8, symmetric);
          double expected = exact(values, parameters, slope);
          assertThat(error.of(parameters))
              .as("%s, %s, slope %s", distribution, parameters, slope)
              .isCloseTo(expected, within(0.04 * expected + 1e-9));
        }
      }
    }
  }
}
