package dev.vernier.onnx.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Dim;
import dev.vernier.onnx.Extras;
import dev.vernier.onnx.FunctionDef;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Models;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OpsetImport;
import dev.vernier.onnx.SparseTensor;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.ValueType.Kind;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.proto.OnnxProto.AttributeProto.AttributeType;
import dev.vernier.onnx.proto.OnnxProto.ModelProto;
import dev.vernier.onnx.proto.OnnxProto.OptionalProto;
import dev.vernier.onnx.proto.OnnxProto.SequenceProto;
import dev.vernier.onnx.proto.OnnxProto.TensorAnnotation;
import dev.vernier.onnx.proto.OnnxProto.TrainingInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxWriterTest {
  @TempDir Path temp;

  private static final TensorData W = TensorData.ofFloats("w", new long[] {2}, 1, 2);

  private static Map<String, Attribute> everyAttribute() {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    Graph graph = Models.graph(List.of(), List.of("a"), "Relu x a");
    SparseTensor sparse =
        new SparseTensor(
            W, TensorData.ofInt64s("i", new long[] {2}, 0, 3), new long[] {4}, Extras.NONE);
    ValueType type = ValueType.tensor(DataType.FLOAT16, 1, -1);
    attributes.put("int", Attribute.of(-7L));
    attributes.put("float", Attribute.of(0.5f));
    attributes.put("string", new Attribute.StringValue(new byte[] {-1, 0, 5}));
    attributes.put("tensor", Attribute.of(W));
    attributes.put("graph", Attribute.of(graph));
    attributes.put("sparse", new Attribute.SparseValue(sparse));
    attributes.put("type", new Attribute.TypeValue(type));
    attributes.put("ints", Attribute.ofInts(1, 2, 3));
    attributes.put("noInts", Attribute.ofInts());
    attributes.put("floats", Attribute.ofFloats(1, Float.NaN));
    attributes.put("strings", Attribute.ofStrings(List.of("a", "")));
    attributes.put("tensors", new Attribute.Tensors(List.of(W, W.withName("v"))));
    attributes.put("graphs", new Attribute.Graphs(List.of(graph)));
    attributes.put("sparses", new Attribute.Sparses(List.of(sparse)));
    attributes.put("types", new Attribute.Types(List.of(type)));
    return attributes;
  }

  private static OnnxModel everything() {
    OnnxModel model = Models.holding(W);
    Node node =
        new Node(
            "all",
            "Custom",
            "my.domain",
            List.of("x", "", "y"),
            List.of("", "q"),
            everyAttribute(),
            "a node");
    ValueType tensor = new ValueType(DataType.INT64, null);
    ValueType sequence =
        new ValueType(Kind.SEQUENCE, DataType.UNDEFINED, null, tensor, "", Extras.NONE);
    ValueType map = new ValueType(Kind.MAP, DataType.STRING, null, sequence, "", Extras.NONE);
    ValueType optional =
        new ValueType(Kind.OPTIONAL, DataType.UNDEFINED, null, map, "T", Extras.NONE);
    ValueType sparse =
        new ValueType(
            Kind.SPARSE_TENSOR, DataType.DOUBLE, List.of(Dim.UNKNOWN), null, "", Extras.NONE);
    FunctionDef function =
        new FunctionDef(
            "my.domain",
            "F",
            "v2",
            List.of("a"),
            List.of("b"),
            List.of("alpha"),
            Map.of("beta", Attribute.of(2L)),
            List.of(
                Node.of(
                    "f",
                    "LeakyRelu",
                    List.of("a"),
                    List.of("b"),
                    Map.of("alpha", new Attribute.Reference("alpha", AttributeType.FLOAT_VALUE)))),
            List.of(new OpsetImport("", 13)),
            List.of(Models.value("b")),
            "a function",
            Map.of("m", "n"),
            Extras.NONE);
    Graph graph =
        model
            .graph()
            .withNodes(List.of(model.graph().nodes().get(0), node))
            .withValueInfos(
                List.of(
                    new ValueInfo("q", optional),
                    new ValueInfo("s", sparse, "what it is"),
                    new ValueInfo("u", ValueType.UNKNOWN)))
            .withMetadata(Map.of("graph", "meta"));
    return model
        .withGraph(graph)
        .withFunctions(List.of(function))
        .withMetadata(Map.of("a", "b", "c", ""))
        .withOpset("my.domain", 3)
        .withProducer("someone", "1.2");
  }

  @Test
  void everythingAModelCanHoldComesBack() {
    OnnxModel model = everything();
    assertThat(OnnxReader.read(OnnxWriter.toBytes(model))).isEqualTo(model);
  }

  @Test
  void fieldsWithoutAClassSurvive() throws IOException {
    ModelProto.Builder proto = ModelProto.parseFrom(OnnxWriter.toBytes(everything())).toBuilder();
    proto.addTrainingInfo(TrainingInfoProto.newBuilder().setAlgorithm(proto.getGraph()));
    proto
        .getGraphBuilder()
        .addQuantizationAnnotation(TensorAnnotation.newBuilder().setTensorName("w"));
    proto.getGraphBuilder().getNodeBuilder(0).setOverload("o");
    proto.getGraphBuilder().getInitializerBuilder(0).setDocString("weights");
    ModelProto original = proto.build();
    OnnxModel read = OnnxReader.read(original.toByteArray());
    ModelProto again = ModelProto.parseFrom(OnnxWriter.toBytes(read));
    assertThat(again.getTrainingInfoList()).isEqualTo(original.getTrainingInfoList());
    assertThat(again.getGraph().getQuantizationAnnotationList())
        .isEqualTo(original.getGraph().getQuantizationAnnotationList());
    assertThat(again.getGraph().getNode(0).getOverload()).isEqualTo("o");
    assertThat(again.getGraph().getInitializer(0).getDocString()).isEqualTo("weights");
  }

  @Test
  void equalModelsGiveEqualBytes() {
    assertThat(OnnxWriter.toBytes(everything())).isEqualTo(OnnxWriter.toBytes(everything()));
  }

  @Test
  void digestsTellModelsApart() {
    OnnxModel other = Models.holding(TensorData.ofFloats("w", new long[] {2}, 1, 3));
    assertThat(ModelDigest.sha256(Models.holding(W)))
        .isEqualTo(ModelDigest.sha256(Models.holding(W)))
        .isNotEqualTo(ModelDigest.sha256(other));
  }

  @Test
  void nothingIsLeftBehindWhenWritingFails() throws IOException {
    Path file = temp.resolve("no/such/folder/m.onnx");
    assertThatThrownBy(() -> OnnxWriter.write(everything(), file))
        .isInstanceOf(VernierException.class)
        .hasMessageStartingWith(file + ": the model cannot be written: no such file or folder");
    assertThatThrownBy(() -> OnnxWriter.write(everything(), temp))
        .hasMessageContaining("it is a folder");
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aModelIsReplacedByOneThatMapsItsOldData() throws IOException {
    Path file = temp.resolve("m.onnx");
    byte[] raw = new byte[200_000];
    new java.util.Random(1).nextBytes(raw);
    TensorData big = TensorData.of("w", DataType.UINT8, new long[] {200_000}, raw);
    OnnxWriter.write(Models.holding(big), file, WriteOptions.EXTERNAL);
    OnnxModel read = OnnxReader.read(file);
    OnnxWriter.write(read, file, WriteOptions.EXTERNAL);
    assertThat(OnnxReader.read(file)).isEqualTo(read);
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files).as("the model and one data file").hasSize(2);
    }
  }

  @Test
  void recordedValuesOfEveryKindAreRead() throws IOException {
    SequenceProto sequence =
        SequenceProto.newBuilder()
            .setElemType(1)
            .addTensorValues(TensorEncoding.inline(W))
            .addTensorValues(TensorEncoding.inline(W.withName("v")))
            .build();
    OptionalProto optional =
        OptionalProto.newBuilder().setElemType(3).setSequenceValue(sequence).build();
    Path file = temp.resolve("input_0.pb");
    Files.write(file, optional.toByteArray());
    ValueType type =
        new ValueType(Kind.OPTIONAL, DataType.UNDEFINED, null, ValueType.UNKNOWN, "", Extras.NONE);
    Value read = TensorReader.readValue(file, type);
    assertThat(read)
        .isEqualTo(
            new Value.OptionalValue(
                "",
                new Value.SequenceValue(
                    "",
                    List.of(new Value.TensorValue(W), new Value.TensorValue(W.withName("v"))))));
    TensorReader.writeTensorProto(W, file);
    assertThat(TensorReader.readTensorProto(file)).isEqualTo(W);
    assertThat(TensorReader.recorded(temp, "input")).containsExactly(file);
    Files.write(file, new byte[] {1, 2, 3});
    assertThatThrownBy(() -> TensorReader.readTensorProto(file))
        .isInstanceOf(VernierException.class)
        .hasMessageStartingWith(file + ": its 3 bytes are not a recorded ONNX value");
  }
}
