package dev.vernier.engine.ops.nn;

import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.Node;
import java.util.List;

/** An activation function of a recurrent layer, with its parameters. */
final class Gates {
  private final String name;
  private final float alpha;
  private final float beta;

  private Gates(String name, float alpha, float beta) {
    this.name = name;
    this.alpha = alpha;
    this.beta = beta;
  }

  /** Function {@code i} of a node's attribute, or the default. */
  static Gates of(Node node, int i, String absent) {
    List<String> names = node.stringsAttribute("activations");
    String name = (i < names.size() ? names.get(i) : absent).toLowerCase(java.util.Locale.ROOT);
    float[] alphas = node.floatsAttribute("activation_alpha");
    float[] betas = node.floatsAttribute("activation_beta");
    return new Gates(
        name,
        i < alphas.length ? alphas[i] : defaultAlpha(name),
        i < betas.length ? betas[i] : name.equals("hardsigmoid") ? 0.5f : 0);
  }

  private static float defaultAlpha(String name) {
    return switch (name) {
      case "leakyrelu" -> 0.01f;
      case "hardsigmoid" -> 0.2f;
      default -> 1;
    };
  }

  /** Applies the function to a run in place. */
  void apply(Kernels kernels, float[] x, int from, int n) {
    switch (name) {
      case "sigmoid" -> kernels.sigmoid(x, from, x, from, n);
      case "tanh" -> kernels.tanh(x, from, x, from, n);
      case "relu" -> kernels.relu(x, from, x, from, n);
      case "leakyrelu" -> kernels.leakyRelu(x, from, x, from, n, alpha);
      case "hardsigmoid" -> kernels.hardSigmoid(x, from, x, from, n, alpha, beta);
      case "affine" -> kernels.scaleShiftScalar(x, from, alpha, beta, x, from, n);
      case "softsign" -> each(x, from, n, v -> v / (1 + Math.abs(v)));
      case "scaledtanh" -> each(x, from, n, v -> alpha * StrictMath.tanh(beta * v));
      case "thresholdedrelu" -> each(x, from, n, v -> v > alpha ? v : 0);
      case "elu" -> each(x, from, n, v -> v >= 0 ? v : alpha * StrictMath.expm1(v));
      case "softplus" ->
          each(x, from, n, v -> Math.max(v, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(v))));
      default -> throw new IllegalArgumentException("activation '" + name + "' is not known");
    }
  }

  private static void each(
      float[] x, int from, int n, java.util.function.DoubleUnaryOperator function) {
    for (int i = from; i < from + n; i++) {
      x[i] = (float) function.applyAsDouble(x[i]);
    }
  }
}
