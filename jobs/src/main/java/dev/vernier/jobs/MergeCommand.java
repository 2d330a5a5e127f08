package dev.vernier.jobs;

import dev.vernier.pipeline.repository.MergedStates;
import dev.vernier.pipeline.repository.SavedStates;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Saved states of several calibrations to those of all their samples. */
@Command(
    name = "merge",
    description = {
      "Merges the saved states of calibrations of one model, such as those of the last seven nights.",
      "The result is the same bytes as one calibration over all the samples, in any order.",
      "Refuses states of different models or settings, and any calibration that comes twice.",
      "Leaves states/ and run.json in the output folder; 'solve' makes models from them."
    })
final class MergeCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "STATES",
      description =
          "Folders of saved states, or output folders that hold them, on any file system.")
  private List<String> sources;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for the result.")
  private String out;

  @Override
  public Integer call() {
    Configuration hadoop = new Configuration();
    MergedStates merged = new MergedStates();
    for (String source : sources) {
      StatesFolder folder = StatesFolder.find(source, hadoop);
      merged.add(folder.states().toString(), folder.load(hadoop), folder.parts(hadoop));
    }
    SavedStates states = merged.states();
    StatesFolder target = StatesFolder.in(out);
    target.save(states, hadoop);
    target.record(merged.parts(), hadoop);
    long samples = states.states().samples();
    spec.commandLine()
        .getOut()
        .printf(
            "merged %d calibrations, %d samples: %s%n",
            merged.parts().size(), samples, target.states());
    return new Summary("merge")
        .put("states", target.states().toString())
        .put("calibrations", merged.parts().size())
        .put("samples", samples)
        .put("tensors", states.states().tensors().size())
        .put("digest", states.contentDigest())
        .finish(common, ExitCode.DONE);
  }
}
