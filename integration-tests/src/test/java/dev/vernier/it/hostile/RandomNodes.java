package dev.vernier.it.hostile;

import com.google.protobuf.ByteString;
import dev.vernier.engine.OperatorRegistry;
import dev.vernier.engine.Signature;
import dev.vernier.engine.Signatures;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.proto.OnnxProto.AttributeProto;
import dev.vernier.onnx.proto.OnnxProto.GraphProto;
import dev.vernier.onnx.proto.OnnxProto.ModelProto;
import dev.vernier.onnx.proto.OnnxProto.NodeProto;
import dev.vernier.onnx.proto.OnnxProto.OperatorSetIdProto;
import dev.vernier.onnx.proto.OnnxProto.TensorProto;
import dev.vernier.onnx.proto.OnnxProto.TypeProto;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Models of a few nodes of any operators that the engine has registered, with inputs of types that
 * they take, shapes that may fit, and attributes that may be absurd. What is registered tomorrow is
 * covered tomorrow.
 */
final class RandomNodes {
  private static final List<String> OPERATORS = List.copyOf(OperatorRegistry.standard().names());
  private static final int NEWEST = 25;

  private final SplittableRandom random;
  private final Attributes attributes;
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("random");
  private final Map<String, TensorData> inputs = new LinkedHashMap<>();
  private final long opset;
  private String last = "";
  private DataType lastType = DataType.UNDEFINED;

  private RandomNodes(SplittableRandom random) {
    this.random = random;
    this.attributes = new Attributes(random);
    this.opset = random.nextInt(3) == 0 ? random.nextInt(7, NEWEST + 1) : 21;
  }

  static Seed make(SplittableRandom random) {
    RandomNodes nodes = new RandomNodes(random);
    String first = "";
    for (int n = random.nextInt(3) == 0 ? random.nextInt(2, 5) : 1; n > 0; n--) {
      first = OPERATORS.get(random.nextInt(OPERATORS.size()));
      nodes.add(first);
    }
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(10)
            .setGraph(nodes.graph)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(nodes.opset))
            .addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1));
    return new Seed("random " + first, model.build(), nodes.inputs);
  }

  private void add(String operator) {
    int colon = operator.indexOf(':');
    String domain = operator.substring(0, colon);
    String type = operator.substring(colon + 1);
    Signature signature = Signatures.find(domain, type, domain.isEmpty() ? opset : 1).orElse(null);
    if (signature == null) {
      return;
    }
    int at = graph.getNodeCount();
    NodeProto.Builder node =
        NodeProto.newBuilder().setName("n" + at).setOpType(type).setDomain(domain);
    addInputs(node, signature);
    addAttributes(node, signature);
    int most = Math.min(signature.maxOutputs(), signature.minOutputs() + 3);
    int outputs = random.nextInt(Math.max(1, signature.minOutputs()), Math.max(1, most) + 1);
    for (int i = 0; i < outputs; i++) {
      node.addOutput("y" + at + "_" + i);
      graph.addOutputBuilder().setName("y" + at + "_" + i);
    }
    graph.addNode(node);
    last = "y" + at + "_0";
  }

  private void addAttributes(NodeProto.Builder node, Signature signature) {
    signature
        .attributes()
        .forEach(
            (name, kind) -> {
              boolean wanted = signature.required().contains(name) ? !oneIn(30) : oneIn(3);
              AttributeProto attribute = wanted ? attributes.make(name, kind) : null;
              if (attribute != null) {
                node.addAttribute(attribute);
              }
            });
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private void addInputs(NodeProto.Builder node, Signature signature) {
    int most = Math.min(signature.maxInputs(), Math.max(signature.inputs().size(), 3));
    int count =
        oneIn(3)
            ? signature.minInputs()
            : random.nextInt(signature.minInputs(), Math.max(most, signature.minInputs()) + 1);
    Map<String, DataType> bound = new HashMap<>();
    long[][] shapes = shapes(count);
    for (int i = 0; i < count; i++) {
      Signature.Input formal = signature.input(i);
      if (formal.optional() && oneIn(3)) {
        node.addInput("");
      } else if (i == 0 && !last.isEmpty() && !oneIn(4)) {
        node.addInput(last);
        bound.put(formal.variable(), lastType);
      } else {
        node.addInput(value(node.getName() + "_" + i, type(formal, bound), shapes[i]));
      }
    }
  }

  private DataType type(Signature.Input formal, Map<String, DataType> bound) {
    DataType known = bound.get(formal.variable());
    if (known != null && known != DataType.UNDEFINED && !formal.mixed() && !oneIn(50)) {
      return known;
    }
    List<DataType> types =
        formal.types() == null
            ? List.of(DataType.FLOAT, DataType.INT64, DataType.BOOL)
            : List.copyOf(formal.types());
    DataType chosen =
        types.contains(DataType.FLOAT) && !oneIn(3)
            ? DataType.FLOAT
            : oneIn(100) ? Absurd.type(random) : types.get(random.nextInt(types.size()));
    bound.put(formal.variable(), chosen);
    lastType = chosen;
    return chosen;
  }

  /** Shapes that some operators want: equal ones, images and kernels, matrices; or any. */
  private long[][] shapes(int count) {
    long[] base = Absurd.smallDims(random);
    long channels = random.nextInt(1, 5);
    long[] image = {random.nextInt(1, 3), channels, random.nextInt(1, 9), random.nextInt(1, 9)};
    long[] kernel = {random.nextInt(1, 6), channels, random.nextInt(1, 4), random.nextInt(1, 4)};
    int scheme = random.nextInt(6);
    long[][] shapes = new long[count][];
    for (int i = 0; i < count; i++) {
      shapes[i] =
          switch (scheme) {
            case 0, 1 -> base;
            case 2 -> i == 0 ? image : i == 1 ? kernel : new long[] {kernel[0]};
            case 3 -> i == 0 ? new long[] {3, channels} : new long[] {channels, 4};
            case 4 -> i == 0 ? image : new long[] {channels};
            default -> Absurd.smallDims(random);
          };
    }
    return shapes;
  }

  private String value(String name, DataType type, long... shape) {
    boolean parameter = type == DataType.INT64 || type == DataType.INT32;
    long[] dims =
        parameter && !oneIn(3)
            ? oneIn(4) ? new long[0] : new long[] {random.nextInt(6)}
            : oneIn(5) ? new long[] {1} : shape;
    TensorData data = Content.tensor(name, type, dims, random);
    if (oneIn(2)) {
      TensorProto.Builder tensor =
          TensorProto.newBuilder().setName(name).setDataType(data.type().code());
      for (long dim : dims) {
        tensor.addDims(dim);
      }
      graph.addInitializer(tensor.setRawData(ByteString.copyFrom(data.bytes())));
    } else {
      feed(name, data, dims);
    }
    return name;
  }

  private void feed(String name, TensorData data, long... dims) {
    TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(data.type().code());
    boolean free = oneIn(3);
    if (!oneIn(4)) {
      tensor.getShapeBuilder();
      for (int i = 0; i < dims.length; i++) {
        if (i == 0 && free) {
          tensor.getShapeBuilder().addDimBuilder().setDimParam("N");
        } else {
          tensor.getShapeBuilder().addDimBuilder().setDimValue(dims[i]);
        }
      }
    }
    graph.addInputBuilder().setName(name).setType(TypeProto.newBuilder().setTensorType(tensor));
    inputs.put(name, data);
  }
}
