package dev.vernier.it.hostile;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.onnx.io.TensorReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Valid models to begin with: small, of many families, in the forms that exporters write. */
final class Corpus {
  private static final long LARGEST_FILE = 1 << 17;

  private Corpus() {}

  static List<Seed> models() {
    List<Seed> seeds = new ArrayList<>();
    seeds.add(Seed.of("images", images().model(13)));
    seeds.add(Seed.of("depthwise", depthwise().model(17)));
    seeds.add(Seed.of("concatenated", concatenated().model(13)));
    seeds.add(Seed.of("transposed", transposed().model(18)));
    seeds.add(Seed.of("attention", attention().model(17)));
    seeds.add(Seed.of("recurrent", recurrent().model(14)));
    seeds.add(Seed.of("shapes", shapes().model(15)));
    seeds.add(Seed.of("selection", selection().model(16)));
    seeds.add(Seed.of("reductions", reductions().model(13)));
    seeds.add(Seed.of("control", control().model(17)));
    seeds.add(Seed.of("quantized images", quantizedImages().model(13)));
    seeds.add(Seed.of("quantized operators", quantizedOperators().model(13)));
    seeds.add(Seed.of("old forms", oldForms().model(9)));
    seeds.add(Seed.of("generators", generators().model(14)));
    return seeds;
  }

  private static G images() {
    return new G()
        .in("x", -1, 3, 12, 12)
        .floats("w", 16, 3, 3, 3)
        .floats("b", 16)
        .floats("s", 16)
        .floats("w2", 8, 16, 1, 1)
        .floats("m", 8, 10)
        .longs("p", 0, 0, 1, 1, 0, 0, 1, 1)
        .node("Pad", "x p", "padded")
        .node("Conv", "padded w b", "c", "strides", new long[] {2, 2})
        .node("BatchNormalization", "c s b s s", "n")
        .node("Relu", "n", "r")
        .node(
            "MaxPool",
            "r",
            "p2",
            "kernel_shape",
            new long[] {3, 3},
            "pads",
            new long[] {1, 1, 1, 1})
        .node("AveragePool", "p2", "p3", "kernel_shape", new long[] {2, 2})
        .node("Conv", "p3 w2", "c2")
        .node("GlobalAveragePool", "c2", "g")
        .node("Flatten", "g", "f")
        .node("Gemm", "f m", "y")
        .node("Softmax", "y", "z", "axis", 1)
        .out("z");
  }

  private static G depthwise() {
    return new G()
        .in("x", -1, 16, 7, 7)
        .floats("w", 16, 1, 3, 3)
        .floats("w2", 16, 16, 1, 1)
        .floats("lo", 1)
        .node("Conv", "x w", "c", "group", 16, "auto_pad", "SAME_UPPER")
        .node("HardSwish", "c", "h")
        .node("Conv", "h w2", "d", "dilations", new long[] {1, 1})
        .node("Add", "d h", "a")
        .node("Mul", "a d", "m")
        .node("LeakyRelu", "m", "y", "alpha", 0.1f)
        .out("y", "c");
  }

  private static G concatenated() {
    return new G()
        .in("x", -1, 16, 6, 6)
        .floats("w", 16, 16, 3, 3)
        .floats("sizes", 1)
        .longs("to", 1, 16, 12, 12)
        .longs("start", 1)
        .longs("end", 5)
        .longs("axis", 2)
        .node("Conv", "x w", "a", "pads", new long[] {1, 1, 1, 1})
        .node("Conv", "x w", "b", "pads", new long[] {1, 1, 1, 1})
        .node("Concat", "a b", "c", "axis", 1)
        .node("Slice", "c start end axis", "s")
        .node("Resize", "a _ _ to", "r", "mode", "linear")
        .node("Split", "c", "p q", "axis", 1)
        .node("DepthToSpace", "a", "e", "blocksize", 2)
        .node("Transpose", "s", "t", "perm", new long[] {0, 2, 3, 1})
        .out("t", "r", "p", "e");
  }

  private static G transposed() {
    return new G()
        .in("x", -1, 4, 5, 5)
        .floats("w", 4, 2, 3, 3)
        .floats("i", 2)
        .node(
            "ConvTranspose",
            "x w",
            "c",
            "strides",
            new long[] {2, 2},
            "output_padding",
            new long[] {1, 1})
        .node("InstanceNormalization", "c i i", "n")
        .node("LRN", "n", "l", "size", 3)
        .node("LpPool", "l", "p", "kernel_shape", new long[] {2, 2})
        .node("GlobalMaxPool", "p", "y")
        .out("y");
  }

  private static G attention() {
    return new G()
        .in("ids", DataType.INT64, -1, 6)
        .floats("e", 20, 8)
        .floats("w", 8, 8)
        .floats("g", 8)
        .floats("half", 1)
        .longs("split", 0, 0, 2, 4)
        .longs("join", 0, 0, 8)
        .node("Gather", "e ids", "h")
        .node("LayerNormalization", "h g g", "n")
        .node("MatMul", "n w", "q")
        .node("Reshape", "q split", "q4")
        .node("Transpose", "q4", "qt", "perm", new long[] {0, 2, 1, 3})
        .node("Transpose", "q4", "kt", "perm", new long[] {0, 2, 3, 1})
        .node("MatMul", "qt kt", "s")
        .node("Softmax", "s", "p", "axis", -1)
        .node("MatMul", "p qt", "o")
        .node("Transpose", "o", "ot", "perm", new long[] {0, 2, 1, 3})
        .node("Reshape", "ot join", "j")
        .node("Add", "j h", "r")
        .node("Erf", "r", "erf")
        .node("Mul", "erf half", "y")
        .out("y");
  }

  private static G recurrent() {
    return new G()
        .in("x", 5, -1, 3)
        .floats("w", 2, 16, 3)
        .floats("r", 2, 16, 4)
        .floats("b", 2, 32)
        .floats("w1", 1, 12, 8)
        .floats("r1", 1, 12, 4)
        .longs("axes", 1)
        .longs("shape", 5, -1, 8)
        .node("LSTM", "x w r b", "l lh lc", "hidden_size", 4, "direction", "bidirectional")
        .node("Transpose", "l", "t", "perm", new long[] {0, 2, 1, 3})
        .node("Reshape", "t shape", "q")
        .node("GRU", "q w1 r1", "g gh", "hidden_size", 4, "linear_before_reset", 1)
        .node("Squeeze", "g axes", "y")
        .out("y", "lc");
  }

  private static G shapes() {
    return new G()
        .in("x", -1, 4, 6)
        .longs("zero", 0)
        .longs("last", -1)
        .longs("one", 1)
        .longs("tiles", 1, 2, 1)
        .node("Shape", "x", "s")
        .node("Gather", "s zero", "n")
        .node("Concat", "n last", "to", "axis", 0)
        .node("Reshape", "x to", "r")
        .node("Unsqueeze", "r one", "u")
        .node("Expand", "u s2", "e")
        .constant("s2", DataType.INT64, new long[] {3}, 1, 3, 1)
        .node("Tile", "x tiles", "t")
        .node("ConstantOfShape", "s", "z")
        .node("Add", "x z", "y")
        .node("Size", "y", "size")
        .node("Range", "k0 size k1", "range")
        .constant("k0", DataType.INT64, new long[0], 0)
        .constant("k1", DataType.INT64, new long[0], 1)
        .out("e", "t", "y", "range");
  }

  private static G selection() {
    return new G()
        .in("x", -1, 10)
        .in("i", DataType.INT64, 2, 3)
        .longs("k", 3)
        .longs("depth", 10)
        .floats("onoff", 2)
        .constant("at", DataType.INT64, new long[] {2, 1}, 0, 0)
        .floats("updates", 2, 10)
        .node("TopK", "x k", "v j", "axis", -1)
        .node("GatherElements", "x j", "ge", "axis", 1)
        .node("OneHot", "i depth onoff", "oh")
        .node("ScatterND", "x at updates", "sc")
        .node("GatherND", "sc at", "gn")
        .node("NonZero", "x", "nz")
        .node("ArgMax", "x", "am", "axis", 1)
        .node("CumSum", "x kk", "cs")
        .constant("kk", DataType.INT64, new long[0], 1)
        .node("Cast", "am", "f", "to", 1)
        .node("Greater", "x cs", "b")
        .node("Where", "b x cs", "y")
        .node("Trilu", "y", "tr")
        .out("ge", "oh", "gn", "nz", "f", "tr");
  }

  private static G reductions() {
    return new G()
        .in("x", -1, 3, 4)
        .longs("axes", 1)
        .node("ReduceMean", "x", "a", "axes", new long[] {1, 2})
        .node("ReduceSum", "x axes", "b")
        .node("ReduceL2", "x", "c", "axes", new long[] {-1}, "keepdims", 0)
        .node("ReduceMax", "x", "d", "axes", new long[] {0})
        .node("LogSoftmax", "x", "e", "axis", 1)
        .node("Pow", "x two", "f")
        .floats("two", 1)
        .node("Clip", "f _ two", "g")
        .node("Mod", "g two", "h", "fmod", 1)
        .node("Max", "a g h", "i")
        .out("b", "c", "d", "e", "i");
  }

  private static G control() {
    G then = new G().node("Relu", "x", "t").out("t");
    G other = new G().node("Neg", "x", "n").node("Abs", "n", "t").out("t");
    G inner =
        new G()
            .in("i2", DataType.INT64)
            .in("c2", DataType.BOOL)
            .in("v2", DataType.FLOAT, -1, 3)
            .node("Identity", "c2", "k2")
            .node("Add", "v2 x", "w2")
            .out("k2", "w2");
    G body =
        new G()
            .in("i", DataType.INT64)
            .in("c", DataType.BOOL)
            .in("v", DataType.FLOAT, -1, 3)
            .node("Identity", "c", "k")
            .node("Loop", "two _ v", "w", "body", inner)
            .node("ReduceMax", "w", "s", "keepdims", 0)
            .out("k", "w", "s");
    G step =
        new G()
            .in("state", DataType.FLOAT, 3)
            .in("row", DataType.FLOAT, 3)
            .node("Add", "state row", "next")
            .node("Identity", "next", "copy")
            .out("next", "copy");
    return new G()
        .in("x", -1, 3)
        .in("flag", DataType.BOOL)
        .constant("two", DataType.INT64, new long[0], 2)
        .constant("yes", DataType.BOOL, new long[0], 1)
        .floats("zero", 3)
        .node("If", "flag", "a", "then_branch", then, "else_branch", other)
        .node("Loop", "two yes a", "b scans", "body", body)
        .node("Scan", "zero b", "last rows", "body", step, "num_scan_inputs", 1)
        .out("last", "rows", "scans");
  }

  private static G quantizedImages() {
    return new G()
        .in("x", -1, 3, 8, 8)
        .floats("sx", new long[0])
        .floats("sw", 8)
        .floats("sb", 8)
        .constant("zx", DataType.UINT8, new long[0], 128)
        .constant("zw", DataType.INT8, new long[] {8}, 0, 0, 0, 0, 0, 0, 0, 0)
        .constant("w", DataType.INT8, new long[] {8, 3, 3, 3}, new long[216])
        .constant("b", DataType.INT32, new long[] {8}, 1, 2, 3, 4, 5, 6, 7, 8)
        .constant("m", DataType.INT8, new long[] {8, 4}, new long[32])
        .constant("zm", DataType.INT8, new long[0], 0)
        .node("QuantizeLinear", "x sx zx", "xq")
        .node("DequantizeLinear", "xq sx zx", "xd")
        .node("DequantizeLinear", "w sw zw", "wd", "axis", 0)
        .node("DequantizeLinear", "b sb", "bd", "axis", 0)
        .node("Conv", "xd wd bd", "c")
        .node("Relu", "c", "r")
        .node("QuantizeLinear", "r sx zx", "rq")
        .node("DequantizeLinear", "rq sx zx", "rd")
        .node("Add", "rd rd", "a")
        .node("QuantizeLinear", "a sx zx", "aq")
        .node("DequantizeLinear", "aq sx zx", "ad")
        .node("GlobalAveragePool", "ad", "g")
        .node("Flatten", "g", "f")
        .node("QuantizeLinear", "f sx zx", "fq")
        .node("DequantizeLinear", "fq sx zx", "fd")
        .node("DequantizeLinear", "m sx zm", "md")
        .node("MatMul", "fd md", "y")
        .node("QuantizeLinear", "y sx zx", "yq")
        .node("DequantizeLinear", "yq sx zx", "z")
        .out("z");
  }

  private static G quantizedOperators() {
    return new G()
        .in("x", -1, 4, 6, 6)
        .floats("s", new long[0])
        .constant("z", DataType.UINT8, new long[0], 3)
        .constant("w", DataType.UINT8, new long[] {8, 4, 1, 1}, new long[32])
        .constant("m", DataType.UINT8, new long[] {6, 5}, new long[30])
        .node("QuantizeLinear", "x s z", "xq")
        .node("QLinearConv", "xq s z w s z s z", "c")
        .node("QLinearMatMul", "c s z m s z s z", "p")
        .node("DequantizeLinear", "p s z", "y")
        .node("DynamicQuantizeLinear", "y", "d ds dz")
        .node("MatMulInteger", "d dm dz", "i")
        .constant("dm", DataType.INT8, new long[] {5, 2}, new long[10])
        .node("ConvInteger", "xq w z z", "ci")
        .out("y", "i", "ci", "ds");
  }

  private static G oldForms() {
    return new G()
        .in("x", -1, 3, 4, 4)
        .floats("scales", 4)
        .node("Pad", "x", "p", "pads", new long[] {0, 0, 1, 1, 0, 0, 1, 1}, "value", 0f)
        .node("Upsample", "p scales", "u", "mode", "nearest")
        .node(
            "Slice",
            "p",
            "s",
            "starts",
            new long[] {1},
            "ends",
            new long[] {3},
            "axes",
            new long[] {2})
        .node("Squeeze", "g", "q", "axes", new long[] {2, 3})
        .node("GlobalAveragePool", "s", "g")
        .node("Dropout", "q", "d", "ratio", 0.5f)
        .node("Clip", "d", "c", "min", 0f, "max", 6f)
        .node("Unsqueeze", "c", "y", "axes", new long[] {1})
        .node("Softmax", "y", "z")
        .out("z", "u");
  }

  private static G generators() {
    return new G()
        .in("n", DataType.INT64, 1)
        .longs("two", 2, 2)
        .node("ConstantOfShape", "n", "z")
        .node("EyeLike", "e", "eye")
        .node("ConstantOfShape", "two", "e")
        .node("Constant", "", "k", "value", TensorData.ofFloats("k", new long[] {2}, 1, 2))
        .node("MatMul", "eye k", "m")
        .node("Expand", "m2 n", "y")
        .node("Unsqueeze", "m ax", "m2")
        .longs("ax", 1)
        .out("y", "z");
  }

  /** The models of a folder and all below it that are small, with recorded inputs beside them. */
  static List<Seed> read(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Seed> seeds = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList()) {
        add(seeds, file);
      }
      return seeds;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(List<Seed> seeds, Path file) throws IOException {
    if (Files.size(file) > LARGEST_FILE) {
      return;
    }
    try {
      OnnxModel model = OnnxReader.read(file);
      Map<String, TensorData> inputs = new LinkedHashMap<>();
      Path set = file.resolveSibling("test_data_set_0");
      List<Path> recorded = TensorReader.recorded(set, "input");
      List<ValueInfo> declared = model.graph().realInputs();
      for (int i = 0; i < Math.min(recorded.size(), declared.size()); i++) {
        if (declared.get(i).type().isTensor()) {
          inputs.put(declared.get(i).name(), TensorReader.readTensorProto(recorded.get(i)));
        }
      }
      String name = file.getName(file.getNameCount() - 2).toString();
      Seed seed = Seed.of(name, model);
      seeds.add(new Seed(name, seed.model(), inputs));
    } catch (VernierException e) {
      // Not a model that can be a beginning.
    }
  }
}
