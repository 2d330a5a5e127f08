package dev.vernier.pipeline.refine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import dev.vernier.quantize.IntegerRange;
import dev.vernier.quantize.plan.RoundedWeight;
import dev.vernier.quantize.refine.WeightRounding;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightRounderTest {
  private static final PassBand RELU = new PassBand(0, Float.POSITIVE_INFINITY, 0);
  private static final IntegerRange CODES = new IntegerRange(-127, 127);
  private static final int OUTPUTS = 16;

  /** Positions whose inputs depend on each other, with outputs of weights of an earlier model. */
  private record Given(List<Tensor> inputs, List<Tensor> outputs) implements LayerSamples {

    /** Samples of 20 positions, outputs with a constant added. */
    static Given of(long seed, int samples, int inputs, float[] weight) {
      Random random = new Random(seed);
      Given given = new Given(new ArrayList<>(), new ArrayList<>());
      for (int s = 0; s < samples; s++) {
        Tensor codes = Tensor.allocate(DataType.UINT8, 20, inputs);
        Tensor outputs = Tensor.allocate(DataType.FLOAT, 20, OUTPUTS);
        for (int p = 0; p < 20; p++) {
          int common = random.nextInt(100);
          for (int i = 0; i < inputs; i++) {
            codes.setLong(p * inputs + i, common + random.nextInt(100));
          }
          for (int n = 0; n < OUTPUTS; n++) {
            float sum = 1;
            for (int i = 0; i < inputs; i++) {
              sum += 0.1f * (codes.longAt(p * inputs + i) - 10) * weight[n * inputs + i];
            }
            outputs.floats()[p * OUTPUTS + n] = sum;
          }
        }
        given.inputs.add(codes);
        given.outputs.add(outputs);
      }
      return given;
    }

    @Override
    public int count() {
      return inputs.size();
    }

    @Override
    public Tensor codes(int sample) {
      return inputs.get(sample);
    }

    @Override
    public int zero() {
      return 10;
    }

    @Override
    public double step() {
      return 0.1;
    }

    @Override
    public Tensor wanted(int sample) {
      return outputs.get(sample);
    }
  }

  private static LayerShape shape(int inputs) {
    Node gemm =
        Node.of("g", "Gemm", List.of("x", "w"), List.of("y"))
            .withAttribute("transB", dev.vernier.onnx.Attribute.of(1L));
    return LayerShape.of(gemm, new long[] {OUTPUTS, inputs});
  }

  private static float[] weights(long seed, int inputs) {
    Random random = new Random(seed);
    float[] weights = new float[OUTPUTS * inputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    return weights;
  }

  private static RoundedWeight nearest(float[] weights, float scale) {
    byte[] codes = new byte[weights.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) CODES.clamp(Math.rint(weights[i] / (double) scale));
    }
    return new RoundedWeight(codes, new float[] {scale}, new int[] {0});
  }

  /** Squared error of outputs about its mean, after Relu, summed. */
  private static double error(Given given, RoundedWeight weight, int inputs) {
    double error = 0;
    for (int n = 0; n < OUTPUTS; n++) {
      List<double[]> pairs = new ArrayList<>();
      double mean = 0;
      for (int s = 0; s < given.count(); s++) {
        for (int p = 0; p < 20; p++) {
          double sum = 0;
          for (int i = 0; i < inputs; i++) {
            double x = 0.1 * (given.codes(s).longAt(p * inputs + i) - 10);
            sum += x * weight.scales()[0] * weight.codes()[n * inputs + i];
          }
          double wanted = given.wanted(s).floats()[p * OUTPUTS + n];
          pairs.add(new double[] {wanted, sum});
          mean += wanted - sum;
        }
      }
      for (double[] pair : pairs) {
        double y = Math.max(0, pair[0]);
        double q = Math.max(0, pair[1] + mean / pairs.size());
        error += (y - q) * (y - q);
      }
    }
    return error;
  }

  @Test
  void outputsComeNearerOnSamplesThatWereNotSeen() {
    int inputs = 12;
    float[] weights = weights(1, inputs);
    float[] earlier = weights.clone();
    Random random = new Random(2);
    for (int i = 0; i < earlier.length; i++) {
      earlier[i] += 0.2f * (float) random.nextGaussian();
    }
    Given seen = Given.of(3, 40, inputs, earlier);
    Given others = Given.of(4, 40, inputs, earlier);
    RoundedWeight nearest = nearest(weights, 0.1f);
    RoundedWeight closed = round(seen, weights, nearest, WeightRounding.RECONSTRUCTION, inputs);
    assertThat(error(others, closed, inputs)).isLessThan(0.6 * error(others, nearest, inputs));
    Given same = Given.of(4, 40, inputs, weights);
    RoundedWeight kept = round(seen, weights, nearest, WeightRounding.ERROR_FEEDBACK, inputs);
    assertThat(error(same, kept, inputs)).isLessThan(0.8 * error(same, nearest, inputs));
    assertThat(kept.scales()).isEqualTo(nearest.scales());
  }

  /** 1152 inputs are taken at once. */
  @Test
  void manyInputsAreTakenInParts() {
    int inputs = 1200;
    float[] weights = weights(5, inputs);
    Given seen = Given.of(6, 10, inputs, weights);
    RoundedWeight nearest = nearest(weights, 0.2f);
    RoundedWeight found = round(seen, weights, nearest, WeightRounding.RECONSTRUCTION, inputs);
    assertThat(error(seen, found, inputs)).isLessThan(0.5 * error(seen, nearest, inputs));
  }

  private static RoundedWeight round(
      Given samples, float[] weights, RoundedWeight nearest, WeightRounding rounding, int inputs) {
    return new WeightRounder(shape(inputs), samples, RELU, rounding).round(weights, nearest, CODES);
  }
}
