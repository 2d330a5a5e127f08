package dev.vernier.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.pipeline.data.ParquetRowWriter;
import dev.vernier.pipeline.data.ParquetRowWriter.ColumnType;
import dev.vernier.pipeline.data.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of bad input gives one message that names the thing, and harms no earlier result. */
class BadInputTest {
  @TempDir Path folder;

  private Run demo(String... settings) {
    List<String> arguments =
        new ArrayList<>(List.of("demo", "--out", folder.resolve("out").toString()));
    arguments.addAll(List.of("--master", "local[1]", "--set", "validation.candidates=[]"));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    return Run.here(arguments.toArray(String[]::new));
  }

  private Run onData(Path data, String... further) {
    List<String> settings = new ArrayList<>();
    settings.add("calibration.data=[\"" + data + "\"]");
    settings.add("validation.data=[\"" + data + "\"]");
    settings.addAll(List.of(further));
    return demo(settings.toArray(String[]::new));
  }

  private Path imageRows(Row... rows) {
    return DemoRows.writeFile(List.of(rows), folder.resolve("rows.parquet"), 64);
  }

  private static Row goodRow(int index) {
    return DemoRows.read("calibration.parquet", index + 1).get(index);
  }

  private static byte[] modelBytes() throws IOException {
    return Files.readAllBytes(Checkout.demo("model.onnx"));
  }

  @Test
  void truncatedModels() throws IOException {
    byte[] whole = modelBytes();
    for (int length : new int[] {0, 1, 100, whole.length / 2, whole.length - 1}) {
      Path file = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, length));
      demo("model.path=" + file).failedSaying(1, "cut.onnx");
    }
  }

  @Test
  void randomBytesAsAModel() throws IOException {
    byte[] bytes = new byte[5000];
    for (int seed = 0; seed < 5; seed++) {
      new Random(seed).nextBytes(bytes);
      Path file = Files.write(folder.resolve("random.onnx"), bytes);
      demo("model.path=" + file).failedSaying(1, "random.onnx");
    }
  }

  @Test
  void unknownOperatorsAreAllNamed() {
    OnnxModel model = OnnxReader.read(Checkout.demo("model.onnx"));
    Graph graph = model.graph();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      boolean renamed = node.opType().equals("Add");
      nodes.add(renamed ? rename(node) : node);
    }
    Path file = folder.resolve("unknown.onnx");
    OnnxWriter.write(model.withGraph(graph.withNodes(nodes)), file);
    Run run = demo("model.path=" + file);
    run.failedSaying(1, "unknown.onnx", "Frobnicate");
    assertThat(run.err().lines().filter(line -> line.contains("Frobnicate"))).hasSize(3);
    assertThat(Run.here("inspect", file.toString()).succeeded().out()).contains("Frobnicate");
  }

  private static Node rename(Node node) {
    return new Node(
        node.name(),
        "Frobnicate",
        node.domain(),
        node.inputs(),
        node.outputs(),
        node.attributes(),
        node.docString());
  }

  @Test
  void missingModel() {
    demo("model.path=/nowhere/m.onnx").failedSaying(1, "/nowhere/m.onnx", "no such model file");
  }

  @Test
  void missingData() {
    demo("calibration.data=[\"/nowhere/d.parquet\"]").failedSaying(1, "/nowhere/d.parquet");
  }

  @Test
  void missingColumn() {
    demo("inputs.image.column=picture").failedSaying(1, "picture", "image (binary)");
  }

  @Test
  void dataThatIsNotParquet() throws IOException {
    Path file = Files.writeString(folder.resolve("text.parquet"), "this is no Parquet file");
    onData(file).failedSaying(1, "text.parquet");
  }

  @Test
  void emptyDataSet() {
    onData(imageRows()).failedSaying(1, "calibration.data", "empty");
  }

  @Test
  void nothingSelected() {
    onData(imageRows(goodRow(0)), "calibration.rows.where=label > 99")
        .failedSaying(1, "calibration.rows", "none of the 1 rows is selected");
  }

  @Test
  void undecodableImages() {
    Row broken = Row.of("image", new byte[] {1, 2, 3}).with("label", 1);
    onData(imageRows(broken, goodRow(0))).failedSaying(1, "image", "run.max-bad-share");
  }

  @Test
  void fewBadRowsAreSetAsideAndCounted() throws IOException {
    Row broken = Row.of("image", new byte[] {1, 2, 3}).with("label", 1);
    Path data = imageRows(goodRow(0), goodRow(1), goodRow(2), broken);
    Run run = onData(data, "run.max-bad-share=0.3").succeeded();
    assertThat(run.err()).contains("calibrate: 1 of 4 rows are bad and were set aside");
    assertThat(Files.readString(folder.resolve("out/run.json"))).contains("\"rowsBad\" : 1");
  }

  @Test
  void wrongImageSize() {
    demo("inputs.image.image.resize=exact", "inputs.image.image.size=[16]")
        .failedSaying(1, "image", "16", "32");
  }

  @Test
  void wrongTensorSizeAndNaN() {
    demoOnArrays(new float[100]).failedSaying(1, "100 elements");
    float[] withNaN = new float[3 * 32 * 32];
    withNaN[5] = Float.NaN;
    demoOnArrays(withNaN).failedSaying(1, "element 5 is NaN");
  }

  private Run demoOnArrays(float[] values) {
    Path file = folder.resolve("arrays.parquet");
    try (ParquetRowWriter writer = new ParquetRowWriter(file, Map.of("image", ColumnType.FLOATS))) {
      writer.write(Row.of("image", values));
      writer.commit();
    }
    return onData(file, "inputs.image.kind=array", "inputs.image.scale=1");
  }

  @Test
  void labelOutOfRange() {
    Row wrong = goodRow(0).with("label", 10);
    onData(imageRows(wrong)).failedSaying(1, "label 10 is out of range", "10 classes");
  }

  @Test
  void missingLabelColumn() {
    demo("validation.label-column=truth").failedSaying(1, "truth");
  }

  @Test
  void unwritableOutput() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    Run.here("demo", "--out", file.resolve("out").toString())
        .failedSaying(1, file.toString(), "cannot be written");
  }

  @Test
  void unknownKey() {
    demo("quantization.metod=mse").failedSaying(2, "quantization.metod", "quantization.method");
  }

  @Test
  void severalProblemsAtOnce() {
    demo("quantization.method=entrpy", "run.batch-size=zero")
        .failedSaying(2, "entrpy", "run.batch-size", "2 problems");
  }

  @Test
  void wrongUsage() {
    Run.here("quantise").failedSaying(2, "quantise");
    Run.here("quantize").failedSaying(2, "--config");
    Run.here("quantize", "--config", "/nowhere.conf")
        .failedSaying(2, "/nowhere.conf: no such configuration file");
    String[] images = {"ingest", "images", "--dir", folder.toString(), "--out", folder + "/x"};
    Run.here(Stream.concat(Stream.of(images), Stream.of("--take", "5/5")).toArray(String[]::new))
        .failedSaying(2, "--take 5/5", "K from 0 below N");
    Run.here("inspect", "/nowhere/model.onnx").failedSaying(2, "/nowhere/model.onnx");
    Run.here("check", "/nowhere").failedSaying(2, "/nowhere");
    Run.here("ingest", "images", "--dir", "/nowhere", "--out", folder + "/x.parquet")
        .failedSaying(2, "/nowhere");
  }

  @Test
  void aFailedRunLeavesEarlierResultsAlone() throws IOException {
    onData(imageRows(goodRow(0), goodRow(1))).succeeded();
    byte[] model = Files.readAllBytes(folder.resolve("out/model.onnx"));
    Row broken = Row.of("image", new byte[] {1, 2, 3}).with("label", 1);
    onData(imageRows(broken)).failedSaying(1, "max-bad-share");
    assertThat(Files.readAllBytes(folder.resolve("out/model.onnx"))).isEqualTo(model);
  }

  @Test
  void theGateOnAccuracy() {
    Row mislabelled = goodRow(0).with("label", 9);
    Run run = onData(imageRows(mislabelled), "validation.max-drop=0");
    assertThat(run.status()).isIn(0, 3);
    String gateAlone = "validation.control.enabled=false";
    Run unjudged = onData(imageRows(goodRow(0)), "validation.max-drop=0", noLabels(), gateAlone);
    assertThat(unjudged.status()).isEqualTo(3);
    assertThat(unjudged.err()).contains("there is no top1 to judge");
    onData(imageRows(goodRow(0)), "validation.max-drop=0", noLabels())
        .failedSaying(1, "validation.drop-metric = top1", "labels");
  }

  private static String noLabels() {
    return "validation.label-column=\"\"";
  }
}
