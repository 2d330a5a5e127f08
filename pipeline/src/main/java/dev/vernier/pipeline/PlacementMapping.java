package dev.vernier.pipeline;

import dev.vernier.conf.QuantizationConfig;
import dev.vernier.quantize.FixedRanges;
import dev.vernier.quantize.IgnoredScope;
import dev.vernier.quantize.KeepFloat;
import dev.vernier.quantize.ModelType;
import dev.vernier.quantize.PlacementSettings;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is quantized, from the words of a job file. */
final class PlacementMapping {
  private PlacementMapping() {}

  static PlacementSettings placement(QuantizationConfig config) {
    return new PlacementSettings(
        ignored(config),
        ModelType.of(config.modelType()),
        keepFloat(config),
        config.quantizeOutputs(),
        config.shareConcat(),
        config.placement().shareAdd(),
        FixedRanges.of(config.placement().fixedRanges()));
  }

  private static IgnoredScope ignored(QuantizationConfig config) {
    QuantizationConfig.IgnoredConfig ignored = config.ignored();
    return new IgnoredScope(
        ignored.nodes(),
        ignored.patterns(),
        ignored.types(),
        ignored.subgraphs().stream().map(IgnoredScope.Subgraph::of).toList());
  }

  private static KeepFloat.Choice keepFloat(QuantizationConfig config) {
    List<String> words = config.placement().keepFloat();
    Set<KeepFloat> parts = EnumSet.noneOf(KeepFloat.class);
    words.stream().filter(w -> !w.equals(KeepFloat.BY_TYPE)).map(KeepFloat::of).forEach(parts::add);
    return new KeepFloat.Choice(words.contains(KeepFloat.BY_TYPE), parts);
  }
}
