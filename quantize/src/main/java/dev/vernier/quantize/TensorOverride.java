package dev.vernier.quantize;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.WeightFormat.Granularity;
import java.util.Optional;

/**
 * Settings of the tensors of some names, instead of those of the whole model. What is empty stays
 * as it is elsewhere.
 *
 * @param type of the codes
 * @param symmetry where the zero point may lie
 * @param method the range method (activations only)
 * @param range a range that needs no data (activations only)
 * @param scale a scale and zero point that need no data (activations only)
 * @param bits width of the codes (weights only)
 * @param granularity what shares a scale (weights only)
 */
public record TensorOverride(
    NamePattern names,
    Optional<DataType> type,
    Optional<Symmetry> symmetry,
    Optional<String> method,
    Optional<Range> range,
    Optional<Scale> scale,
    Optional<Integer> bits,
    Optional<Granularity> granularity) {

  /** A scale with its zero point. */
  public record Scale(float scale, int zeroPoint) {

    public Scale {
      if (!(scale >= Float.MIN_NORMAL) || Float.isInfinite(scale)) {
        throw new VernierException("Scale " + scale + ": expected a positive number");
      }
    }
  }

  public TensorOverride {
    int sources =
        (method.isPresent() ? 1 : 0) + (range.isPresent() ? 1 : 0) + (scale.isPresent() ? 1 : 0);
    if (sources > 1) {
      throw new VernierException(
          "Override of \""
              + names
              + "\": expected one of a method, a range (min and max) and a scale, got "
              + sources);
    }
  }

  /** An override that changes nothing yet. */
  public static TensorOverride of(NamePattern names) {
    return new TensorOverride(
        names,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same for the tensors of other names. */
  public TensorOverride withNames(NamePattern value) {
    return new TensorOverride(value, type, symmetry, method, range, scale, bits, granularity);
  }

  public TensorOverride withType(DataType value) {
    return new TensorOverride(
        names, Optional.of(value), symmetry, method, range, scale, bits, granularity);
  }

  public TensorOverride withSymmetry(Symmetry value) {
    return new TensorOverride(
        names, type, Optional.of(value), method, range, scale, bits, granularity);
  }

  public TensorOverride withMethod(String value) {
    return new TensorOverride(
        names, type, symmetry, Optional.of(value), range, scale, bits, granularity);
  }

  public TensorOverride withRange(Range value) {
    return new TensorOverride(
        names, type, symmetry, method, Optional.of(value), scale, bits, granularity);
  }

  public TensorOverride withScale(Scale value) {
    return new TensorOverride(
        names, type, symmetry, method, range, Optional.of(value), bits, granularity);
  }

  public TensorOverride withBits(int value) {
    return new TensorOverride(
        names, type, symmetry, method, range, scale, Optional.of(value), granularity);
  }

  public TensorOverride withGranularity(Granularity value) {
    return new TensorOverride(
        names, type, symmetry, method, range, scale, bits, Optional.of(value));
  }

  /** The format of an activation of a matching name. */
  public ActivationFormat applyTo(String tensor, ActivationFormat format) {
    if (bits.isPresent() || granularity.isPresent()) {
      throw misplaced(tensor, "an activation", "bits or a granularity", "weights");
    }
    return new ActivationFormat(
        type.orElse(format.type()), symmetry.orElse(format.symmetry()), format.powerOfTwo());
  }

  /** The format of a weight of a matching name. */
  public WeightFormat applyTo(String tensor, WeightFormat format) {
    if (method.isPresent() || range.isPresent() || scale.isPresent()) {
      throw misplaced(tensor, "a weight", "a method, range or scale", "activations");
    }
    if (symmetry.isPresent() && symmetry.get() == Symmetry.RESTRICTED_ASYMMETRIC) {
      throw misplaced(tensor, "a weight", "restricted-asymmetric", "activations");
    }
    WeightFormat typed =
        new WeightFormat(
            type.orElse(format.type()),
            type.map(DataType::bits).orElse(format.bits()),
            symmetry.map(s -> s == Symmetry.SYMMETRIC).orElse(format.symmetric()),
            granularity.orElse(format.granularity()),
            format.reduced() && type.map(t -> t.bits() == 8).orElse(true),
            format.powerOfTwo(),
            format.range());
    return bits.map(typed::withBits).orElse(typed);
  }

  private VernierException misplaced(String tensor, String kind, String what, String fit) {
    return new VernierException(
        "Override of \""
            + names
            + "\" gives "
            + what
            + ", which are for "
            + fit
            + ", but matches '"
            + tensor
            + "', "
            + kind
            + ": name the tensors more closely");
  }
}
