package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.edit.GraphEditor;
import dev.vernier.onnx.functions.FunctionInlining;
import dev.vernier.onnx.version.VersionConverter;
import java.util.List;

/**
 * Prepares a model once, before anything runs it: calibration, planning and export all see the
 * prepared model. A tensor that remains keeps its name and, up to float rounding, its values.
 */
public final class Preparation {

  /** First operator set that can express per-channel quantization. */
  private static final long OPSET = 13;

  private static final List<GraphRewrite> REWRITES =
      List.of(
          new ConstantInputs(),
          new ConstantFolding(),
          new IdentityRemoval(),
          new PadMerging(),
          new ProductToGemm(),
          new GemmNormalization(),
          new AffineFolding(),
          new UnusedRemoval());

  private Preparation() {}

  /** The prepared model; preparing it again returns an equal one. */
  public static OnnxModel prepare(OnnxModel model, ConstantEvaluator evaluator) {
    OnnxModel inlined = FunctionInlining.inline(model);
    OnnxModel current =
        inlined.opset() < OPSET ? VersionConverter.upgrade(inlined, OPSET) : inlined;
    GraphRewrite.Context context = new GraphRewrite.Context(current.opset(), evaluator);
    for (GraphRewrite rewrite : REWRITES) {
      GraphEditor editor = new GraphEditor(current.graph());
      rewrite.apply(editor, context);
      current = current.withGraph(editor.toGraph());
    }
    return current;
  }

  /** What preparation does, in order. */
  public static List<String> steps() {
    return REWRITES.stream().map(GraphRewrite::name).toList();
  }
}
