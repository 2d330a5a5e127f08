package dev.vernier.pipeline;

import dev.vernier.engine.EngineModel;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.io.ModelDigest;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.onnx.io.Sha256;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.rewrite.Preparation;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A model after the rewrites that come before any run, ready to run; immutable, thread-safe and
 * meant to be made once a JVM.
 */
public final class PreparedModel {
  private final OnnxModel original;
  private final OnnxModel prepared;
  private final String digest;
  private final EngineModel engine;

  private PreparedModel(OnnxModel original) {
    this.original = original;
    this.digest = Sha256.hex(ModelDigest.sha256(original));
    this.prepared = Preparation.prepare(original, new EngineConstants());
    this.engine = EngineModel.load(prepared);
  }

  /** Reads and prepares a model file. */
  public static PreparedModel load(Path file) {
    return of(OnnxReader.read(file));
  }

  /** Prepares a model. */
  public static PreparedModel of(OnnxModel model) {
    return new PreparedModel(model);
  }

  /** The model as it was given. */
  public OnnxModel original() {
    return original;
  }

  /** The model that is run, observed and quantized. */
  public OnnxModel prepared() {
    return prepared;
  }

  /** The prepared model's operators and constants. */
  public EngineModel engine() {
    return engine;
  }

  /** Content digest of the model as it was given, in hexadecimal. */
  public String digest() {
    return digest;
  }

  /** Inputs that rows must supply. */
  public List<ValueInfo> inputs() {
    return engine.inputs();
  }

  /** Tensors whose statistics any quantization settings can need. */
  public Set<String> observable() {
    return QuantizationPlan.observable(prepared);
  }
}
