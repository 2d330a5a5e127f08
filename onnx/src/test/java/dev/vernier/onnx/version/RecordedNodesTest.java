package dev.vernier.onnx.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.onnx.Archives;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.Ort;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.onnx.io.TensorReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded tests of single operators, run in ONNX Runtime before and after an upgrade. */
class RecordedNodesTest {
  @TempDir Path temp;

  @Test
  void operatorsOfOlderSetsGiveEqualResultsInTheNewest() throws Exception {
    int compared = 0;
    List<String> refused = new ArrayList<>();
    for (Path file : Archives.models("node-tests.tar.xz", temp)) {
      OnnxModel before = OnnxReader.read(file);
      if (before.opset() < VersionConverter.OLDEST || before.opset() >= VersionConverter.NEWEST) {
        continue;
      }
      Path data = file.resolveSibling("test_data_set_0");
      List<TensorData> inputs = new ArrayList<>();
      Map<String, TensorData> expected;
      try {
        List<Path> recorded = TensorReader.recorded(data, "input");
        for (int i = 0; i < recorded.size(); i++) {
          String name = before.graph().inputs().get(i).name();
          inputs.add(TensorReader.readTensorProto(recorded.get(i)).withName(name));
        }
        expected = Ort.run(OnnxWriter.toBytes(before), inputs);
      } catch (AssertionError | VernierException e) {
        continue; // The runtime does not run this operator, or inputs are not plain tensors.
      }
      try {
        OnnxModel after = VersionConverter.upgrade(before, VersionConverter.NEWEST);
        VersionConverterTest.assertClose(file.toString(), Ort.run(after, inputs), expected, 1e-6);
        compared++;
      } catch (VernierException e) {
        refused.add(e.getMessage());
      }
    }
    assertThat(compared).isGreaterThan(100);
    assertThat(refused).allMatch(message -> message.contains("cannot be converted"));
  }
}
