package dev.vernier.quantize;

import dev.vernier.onnx.VernierException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Parts of networks that are recognised and left in float. */
public enum KeepFloat {
  /**
   * The gate of a squeeze-and-excitation block: it scales whole channels, and costs next to
   * nothing.
   */
  SQUEEZE_EXCITE,
  /** The product of attention weights (a Softmax) with values. */
  ATTENTION,
  /**
   * Mean, variance and what divides by its root, where normalisation is written in single
   * operators.
   */
  NORMALIZATION,
  /** Results of convolutions after which no weighted operator follows: boxes, scores, masks. */
  DETECTION_HEAD,
  /** What follows them, and what leads to NonMaxSuppression or TopK. */
  POST_PROCESSING;

  /** The word for what a model type keeps by itself. */
  public static final String BY_TYPE = "by-type";

  /**
   * What a user wants kept.
   *
   * @param byType what the model type keeps, and besides
   * @param parts these
   */
  public record Choice(boolean byType, Set<KeepFloat> parts) {

    public static final Choice OF_TYPE = new Choice(true, Set.of());

    public Choice {
      parts = Set.copyOf(parts);
    }

    /**
     * All that is kept in a model of this type.
     *
     * @param named whether the user named the type
     */
    public Set<KeepFloat> in(ModelType type, boolean named) {
      Set<KeepFloat> kept = EnumSet.noneOf(KeepFloat.class);
      kept.addAll(parts);
      if (byType) {
        kept.addAll(of(type, named));
      }
      return kept;
    }
  }

  /** The name used in configuration files. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * What a model type keeps. A type that the user names keeps what its networks are sensitive in; a
   * type that was recognised keeps only what costs no integer kernel.
   */
  private static Set<KeepFloat> of(ModelType type, boolean named) {
    Set<KeepFloat> kept = EnumSet.noneOf(KeepFloat.class);
    if (type == ModelType.CNN || type == ModelType.AUTO) {
      return kept;
    }
    kept.add(NORMALIZATION);
    if (type == ModelType.DETECTOR) {
      kept.add(DETECTION_HEAD);
      kept.add(POST_PROCESSING);
    }
    if (named) {
      kept.add(SQUEEZE_EXCITE);
      kept.add(ATTENTION);
    }
    return kept;
  }

  /** The part of that name; an unknown name fails with the list of names. */
  public static KeepFloat of(String text) {
    return Arrays.stream(values())
        .filter(part -> part.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new VernierException(
                    "Unknown part \""
                        + text
                        + "\": expected one of "
                        + String.join(", ", names())));
  }

  private static List<String> names() {
    return Arrays.stream(values()).map(KeepFloat::text).collect(Collectors.toList());
  }
}
