package dev.vernier.engine.ops.nn;

import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.Node;
import java.util.List;
import java.util.Set;

/** An activation function of a recurrent layer, with its parameters. */
final class Gates {
  private static final Set<String> WITH_BETA = Set.of("affine", "hardsigmoid", "scaledtanh");
  private static final Set<String> WITH_ALPHA =
      Set.of("affine", "elu", "hardsigmoid", "leakyrelu", "scaledtanh", "thresholdedrelu");

  private final String name;
  private final float alpha;
  private final float beta;

  private Gates(String name, float alpha, float beta) {
    this.name = name;
    this.alpha = alpha;
    this.beta = beta;
  }

  /**
   * Function {@code i} of a node's attribute, or the default. The functions that have a parameter
   * take its values one after the other.
   */
  static Gates of(Node node, int i, String absent) {
    List<String> names = node.stringsAttribute("activations");
    String name = lower(i < names.size() ? names.get(i) : absent);
    float[] alphas = node.floatsAttribute("activation_alpha");
    float[] betas = node.floatsAttribute("activation_beta");
    int alpha = 0;
    int beta = 0;
    for (int before = 0; before < Math.min(i, names.size()); before++) {
      alpha += WITH_ALPHA.contains(lower(names.get(before))) ? 1 : 0;
      beta += WITH_BETA.contains(lower(names.get(before))) ? 1 : 0;
    }
    return new Gates(
        name,
        alpha < alphas.length ? alphas[alpha] : defaultAlpha(name),
        beta < betas.length ? betas[beta] : name.equals("hardsigmoid") ? 0.5f : 0);
  }

  private static String lower(String name) {
    return name.toLowerCase(java.util.Locale.ROOT);
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
