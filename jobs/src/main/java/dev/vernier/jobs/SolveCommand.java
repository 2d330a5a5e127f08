package dev.vernier.jobs;

import dev.vernier.pipeline.repository.SavedStates;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Saved states to a quantized model, without inference. */
@Command(
    name = "solve",
    description = {
      "Chooses ranges from saved statistics and writes the quantized model.",
      "Runs no inference: try other methods and schemes with --set, such as"
          + " --set quantization.method=mse.",
      "Leaves model.onnx and ranges.json in the output folder."
    })
final class SolveCommand implements Callable<Integer> {
  @Mixin private JobOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--states",
      paramLabel = "DIR",
      description = "Saved states; default: states in the output folder.")
  private Path states;

  @Override
  public Integer call() {
    try (Workflow work = new Workflow(options.load(), spec.commandLine().getErr(), false)) {
      SavedStates saved = work.loadStates(states == null ? work.out().states() : states);
      String method = work.job().quantization().method();
      Quantized quantized = work.quantize(saved).get(method);
      work.write(quantized);
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "solved with %s in %.1f s: %s%n",
              method,
              quantized.seconds(),
              work.out().model());
      return new Summary("solve")
          .put("method", method)
          .put("model", work.out().model().toString())
          .put("bytes", quantized.bytes())
          .put("ranges", work.out().ranges().toString())
          .put("samples", saved.states().samples())
          .put("seconds", quantized.seconds())
          .finish(options.common(), ExitCode.DONE);
    }
  }
}
