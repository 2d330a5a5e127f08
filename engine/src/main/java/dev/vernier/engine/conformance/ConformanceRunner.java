package dev.vernier.engine.conformance;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.Value;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.onnx.io.TensorReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Replays recorded cases through the executor. A case passes if every recorded output of every data
 * set is reproduced within what the model's operators declare; it is unsupported if the model needs
 * an operator or a kind of value that the executor does not have, and excluded if that is left out
 * on purpose; the reason names it.
 */
public final class ConformanceRunner {
  /**
   * The folders that hold a case, and models without recorded inputs, sorted: the given folder
   * itself, or those somewhere below it.
   *
   * @throws VernierException if there are none
   */
  public static List<Path> find(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> found =
          files
              .filter(p -> p.getFileName() != null)
              .map(Path::toAbsolutePath)
              .flatMap(ConformanceRunner::caseAt)
              .distinct()
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw new VernierException(
            folder
                + ": no recorded case found: expected a folder with an .onnx model and"
                + " test_data_set_0/input_0.pb, output_0.pb, or a folder of such folders");
      }
      return found;
    } catch (IOException | UncheckedIOException e) {
      throw new VernierException(folder + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** The folder of a data set, or the model of a case without recorded inputs. */
  private static Stream<Path> caseAt(Path path) {
    if (isDataSet(path)) {
      return Stream.of(path.getParent());
    }
    return LightCase.isModel(path) ? Stream.of(path) : Stream.empty();
  }

  private static boolean isDataSet(Path path) {
    return path.getFileName().toString().startsWith("test_data_set_") && Files.isDirectory(path);
  }

  /** Runs the case in one folder, or of one model without recorded inputs. */
  public CaseResult run(Path folder) {
    try {
      OnnxModel model = OnnxReader.read(modelFile(folder));
      return run(folder, model).with(OperatorUse.of(model));
    } catch (RuntimeException e) {
      return CaseResult.failed(folder, words(e));
    }
  }

  private static CaseResult run(Path folder, OnnxModel model) {
    Optional<String> obstacle = ModelSupport.obstacle(model);
    if (obstacle.isPresent()) {
      return notAttempted(folder, model, obstacle.get());
    }
    EngineModel engine = EngineModel.load(model);
    if (!engine.unsupported().isEmpty()) {
      return notAttempted(folder, model, String.join("; ", engine.unsupported()));
    }
    CaseResult result = attempt(folder, engine);
    return result.outcome() == CaseResult.Outcome.PASSED
        ? result
        : Exclusions.of(model).map(why -> CaseResult.excluded(folder, why)).orElse(result);
  }

  private static CaseResult attempt(Path folder, EngineModel engine) {
    try {
      return replay(folder, engine);
    } catch (RuntimeException e) {
      return CaseResult.failed(folder, words(e));
    }
  }

  private static String words(RuntimeException e) {
    boolean ours =
        e instanceof VernierException
            || e instanceof IllegalArgumentException
            || e instanceof ArithmeticException;
    return ours ? e.getMessage() : e.toString();
  }

  private static CaseResult notAttempted(Path folder, OnnxModel model, String obstacle) {
    return Exclusions.of(model)
        .map(reason -> CaseResult.excluded(folder, reason))
        .orElseGet(() -> CaseResult.unsupported(folder, obstacle));
  }

  private static CaseResult replay(Path folder, EngineModel model) {
    InferenceSession session = model.newSession();
    ValueComparison comparison =
        new ValueComparison(model.tolerance(), !Exclusions.isRandom(model.model()));
    if (Files.isRegularFile(folder)) {
      String difference = LightCase.difference(session, folder, comparison);
      return difference == null ? CaseResult.passed(folder) : CaseResult.failed(folder, difference);
    }
    List<Path> sets = dataSets(folder);
    for (Path set : sets) {
      String difference = difference(session, set, comparison);
      if (difference != null) {
        String where = sets.size() > 1 ? set.getFileName() + ": " : "";
        return CaseResult.failed(folder, where + difference);
      }
    }
    return CaseResult.passed(folder);
  }

  private static String difference(InferenceSession session, Path set, ValueComparison comparison) {
    Map<String, Value> inputs = new LinkedHashMap<>();
    List<Path> files = TensorReader.recorded(set, "input");
    List<ValueInfo> declared = session.inputs();
    for (int i = 0; i < Math.min(files.size(), declared.size()); i++) {
      ValueInfo input = declared.get(i);
      inputs.put(input.name(), RecordedValues.read(files.get(i), input.type()));
    }
    Map<String, Value> results = session.runValues(inputs);
    List<Path> recorded = TensorReader.recorded(set, "output");
    if (recorded.isEmpty()) {
      return "no recorded output: expected " + set.resolve("output_0.pb");
    }
    for (int i = 0; i < recorded.size(); i++) {
      ValueInfo output = session.outputs().get(i);
      Value expected = RecordedValues.read(recorded.get(i), output.type());
      String difference = comparison.difference(expected, results.get(output.name()));
      if (difference != null) {
        return "output " + output.name() + ": " + difference;
      }
    }
    return null;
  }

  private static Path modelFile(Path folder) {
    if (Files.isRegularFile(folder)) {
      return folder;
    }
    List<Path> models =
        list(folder).stream().filter(p -> p.getFileName().toString().endsWith(".onnx")).toList();
    if (models.size() != 1) {
      throw new VernierException(
          folder + ": expected one .onnx file beside test_data_set_0, found " + models.size());
    }
    return models.get(0);
  }

  private static List<Path> dataSets(Path folder) {
    return list(folder).stream()
        .filter(p -> p.getFileName().toString().startsWith("test_data_set_"))
        .toList();
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new VernierException(folder + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
