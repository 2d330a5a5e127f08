package dev.vernier.onnx.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.onnx.Archives;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.Shared;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedModelsTest {
  @TempDir Path temp;

  @Test
  void writingAfterReadingGivesEqualModels() {
    for (Path file : Shared.models()) {
      OnnxModel model = OnnxReader.read(file);
      Path copy = temp.resolve("copy.onnx");
      OnnxWriter.write(model, copy);
      OnnxModel again = OnnxReader.read(copy);
      assertThat(again.withBaseDir(model.baseDir())).as(file.toString()).isEqualTo(model);
      assertThat(ModelDigest.sha256(again)).isEqualTo(ModelDigest.sha256(model));
    }
  }

  @Test
  void externalDataKeepModelsEqual() {
    for (String name : List.of("mobilenetv2_torchvision.onnx", "silero_vad.onnx")) {
      OnnxModel model = OnnxReader.read(Shared.model(name));
      Path copy = temp.resolve(name);
      OnnxWriter.write(model, copy, WriteOptions.EXTERNAL);
      OnnxModel again = OnnxReader.read(copy);
      assertThat(again.withBaseDir(model.baseDir())).as(name).isEqualTo(model);
      assertThat(ModelDigest.sha256(again)).isEqualTo(ModelDigest.sha256(model));
    }
  }

  @Test
  void recordedNodeTestsRoundTrip() throws Exception {
    int models = 0;
    for (Path file : Archives.models("node-tests.tar.xz", temp)) {
      OnnxModel model = OnnxReader.read(file);
      assertThat(OnnxReader.read(OnnxWriter.toBytes(model)).withBaseDir(model.baseDir()))
          .as(file.toString())
          .isEqualTo(model);
      Path data = file.resolveSibling("test_data_set_0");
      for (int i = 0; i < TensorReader.recorded(data, "input").size(); i++) {
        var declared = model.graph().inputs().get(i).type();
        Value value = TensorReader.readValue(data.resolve("input_" + i + ".pb"), declared);
        assertThat(value).isNotNull();
      }
      models++;
    }
    assertThat(models).isGreaterThan(100);
  }
}
