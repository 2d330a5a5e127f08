package dev.vernier.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every record component must have a key, a default or a demand, a line of documentation, and here
 * a value.
 */
class MappingTest {
  /** A value other than the default for every key: a new setting must be added here. */
  private static final Map<String, String> OTHER = new HashMap<>();

  static {
    OTHER.put("model.path", "\"dir/m.onnx\"");
    OTHER.put("inputs.*.column", "\"pixels\"");
    OTHER.put("inputs.*.kind", "image");
    OTHER.put("inputs.*.image.resize", "exact");
    OTHER.put("inputs.*.image.size", "[32, 48]");
    OTHER.put("inputs.*.image.interpolation", "bicubic");
    OTHER.put("inputs.*.image.crop", "[28]");
    OTHER.put("inputs.*.image.crop-rounding", "even");
    OTHER.put("inputs.*.image.channels", "BGR");
    OTHER.put("inputs.*.image.layout", "NHWC");
    OTHER.put("inputs.*.image.apply-orientation", "false");
    OTHER.put("inputs.*.element-type", "\"uint8\"");
    OTHER.put("inputs.*.dims", "[1, -1]");
    OTHER.put("inputs.*.scale", "0.00392156862745098");
    OTHER.put("inputs.*.mean", "[0.485, 0.456, 0.406]");
    OTHER.put("inputs.*.std", "[0.229, 0.224, 0.225]");
    OTHER.put("inputs.*.pad-value", "-1.5");
    OTHER.put("inputs.*.value", "16000");
    for (String data : List.of("calibration", "validation")) {
      OTHER.put(data + ".data", "[\"a.parquet\", \"b/*.parquet\"]");
      OTHER.put(data + ".samples", "200");
      OTHER.put(data + ".rows.key-column", "\"name\"");
      OTHER.put(data + ".rows.hash-modulo", "5");
      OTHER.put(data + ".rows.hash-remainders", "[1, 2]");
      OTHER.put(data + ".rows.where", "\"split = 'a \\\"b'\"");
    }
    OTHER.put("calibration.stopping.tolerance", "0.05");
    OTHER.put("calibration.stopping.share", "0.9");
    OTHER.put("calibration.stopping.first-rows", "512");
    OTHER.put("validation.label-column", "\"label\"");
    OTHER.put("validation.score-output", "\"logits\"");
    OTHER.put("validation.sqnr-samples", "8");
    OTHER.put("validation.sensitivity", "true");
    OTHER.put("validation.candidates", "[\"mse\", \"entropy\"]");
    OTHER.put("validation.metrics", "[\"f1\", \"top3\"]");
    OTHER.put("validation.annotation.free", "true");
    OTHER.put("validation.annotation.min-confidence", "0.25");
    OTHER.put("validation.annotation.target-column", "\"mask\"");
    OTHER.put("validation.annotation.target-scale", "0.00392156862745098");
    OTHER.put("validation.annotation.ignored-classes", "[255, -100]");
    OTHER.put("validation.annotation.peak", "255");
    OTHER.put("validation.annotation.positive-class", "2");
    OTHER.put("validation.annotation.scores", "\"logits\"");
    OTHER.put("validation.detection.decoder", "\"ssd\"");
    OTHER.put("validation.detection.boxes-output", "\"boxes\"");
    OTHER.put("validation.detection.scores-output", "\"scores\"");
    OTHER.put("validation.detection.anchors-output", "\"anchors\"");
    OTHER.put("validation.detection.anchors", "[0, 0, 8.5, 8.5]");
    OTHER.put("validation.detection.variances", "[1, 1, 1, 1]");
    OTHER.put("validation.detection.strides", "[8, 16]");
    OTHER.put("validation.detection.activation", "\"softmax\"");
    OTHER.put("validation.detection.background", "true");
    OTHER.put("validation.detection.image-size", "[320, 416]");
    OTHER.put("validation.detection.box-format", "\"yxyx\"");
    OTHER.put("validation.detection.box-units", "\"relative\"");
    OTHER.put("validation.detection.min-score", "0.05");
    OTHER.put("validation.detection.max-overlap", "0.5");
    OTHER.put("validation.detection.truth-column", "\"boxes\"");
    OTHER.put("validation.detection.classes-column", "\"classes\"");
    OTHER.put("validation.detection.crowd-column", "\"crowd\"");
    OTHER.put("validation.detection.truth-format", "\"cxcywh\"");
    OTHER.put("validation.detection.truth-units", "\"relative\"");
    OTHER.put("validation.max-drop", "1.5");
    OTHER.put("quantization.format", "\"qoperator\"");
    OTHER.put("validation.drop-metric", "\"f1.macro\"");
    OTHER.put("validation.drop-type", "\"relative\"");
    OTHER.put("validation.control.enabled", "false");
    OTHER.put("validation.control.ranking-samples", "50");
    OTHER.put("validation.control.max-reverted", "0.1");
    OTHER.put("validation.control.max-raised", "0.2");
    OTHER.put("validation.control.side-by-side", "4");
    OTHER.put("validation.control.tune", "[\"quantization.method=mse|minmax\"]");
    OTHER.put("quantization.method", "\"entropy\"");
    OTHER.put("quantization.entropy-bins", "2048");
    OTHER.put("quantization.ranges.norm", "2.4");
    OTHER.put("quantization.ranges.averaging-constant", "0.01");
    OTHER.put("quantization.ranges.hold-out-samples", "16");
    for (String bound : List.of("low", "high")) {
      OTHER.put("quantization.ranges." + bound + ".statistic", "\"abs-quantile\"");
      OTHER.put("quantization.ranges." + bound + ".aggregator", "\"hodges-lehmann\"");
      OTHER.put("quantization.ranges." + bound + ".outlier-probability", "0.001");
      OTHER.put("quantization.ranges." + bound + ".outlier-share", "0.05");
    }
    OTHER.put("quantization.ranges.histogram-bins", "1024");
    OTHER.put("quantization.ranges.ort-entropy-bins", "2048");
    OTHER.put("quantization.ranges.tensorrt-percentile", "99.9");
    OTHER.put("quantization.ranges.tflite-bins", "128");
    OTHER.put("quantization.ranges.tflite-min-percentile", "0.01");
    OTHER.put("quantization.ranges.tflite-max-percentile", "99.99");
    OTHER.put("quantization.ranges.hfmg-bins", "2048");
    OTHER.put("quantization.ranges.ifmr.start", "0.5");
    OTHER.put("quantization.ranges.ifmr.end", "1.5");
    OTHER.put("quantization.ranges.ifmr.step", "0.02");
    OTHER.put("quantization.ranges.ifmr.percentile", "0.9999");
    OTHER.put("quantization.share-concat", "false");
    OTHER.put("quantization.model-type", "\"cnn\"");
    OTHER.put("quantization.percentile", "99.9");
    OTHER.put("quantization.activation-type", "\"int8\"");
    OTHER.put("quantization.activation-symmetric", "true");
    OTHER.put("quantization.weight-per-channel", "false");
    OTHER.put("quantization.reduce-range", "\"first-layer\"");
    OTHER.put("quantization.weight-type", "\"uint4\"");
    OTHER.put("quantization.overrides.*.regex", "true");
    OTHER.put("quantization.overrides.*.type", "\"uint16\"");
    OTHER.put("quantization.overrides.*.symmetry", "\"asymmetric\"");
    OTHER.put("quantization.overrides.*.method", "\"minmax\"");
    OTHER.put("quantization.overrides.*.min", "-1");
    OTHER.put("quantization.overrides.*.max", "2.5");
    OTHER.put("quantization.overrides.*.scale", "0.125");
    OTHER.put("quantization.overrides.*.zero-point", "-3");
    OTHER.put("quantization.overrides.*.bits", "6");
    OTHER.put("quantization.overrides.*.per-channel", "false");
    OTHER.put("quantization.overrides.*.block-size", "32");
    OTHER.put("quantization.scheme.preset", "\"performance\"");
    OTHER.put("quantization.scheme.activation-symmetry", "\"symmetric\"");
    OTHER.put("quantization.scheme.power-of-two", "\"all\"");
    OTHER.put("quantization.scheme.weight-range", "\"mse\"");
    OTHER.put("quantization.scheme.weight-symmetric", "false");
    OTHER.put("quantization.scheme.weight-bits", "3");
    OTHER.put("quantization.scheme.weight-block-size", "64");
    OTHER.put("quantization.quantize-outputs", "true");
    OTHER.put("quantization.weight-only.min-elements", "64");
    OTHER.put("quantization.packed-weights.bits", "6");
    OTHER.put("quantization.packed-weights.init-scale", "0.05");
    OTHER.put("quantization.packed-weights.max-iterations", "60");
    OTHER.put("output.archive", "true");
    OTHER.put("quantization.float16.blocked-types", "[\"Softmax\"]");
    OTHER.put("quantization.float16.keep-io", "false");
    OTHER.put("quantization.ignored.nodes", "[\"Conv_0\"]");
    OTHER.put("quantization.ignored.patterns", "[\"head\\\\..*\"]");
    OTHER.put("quantization.ignored.subgraphs", "[\"a -> b\"]");
    OTHER.put("quantization.placement.keep-float", "[\"by-type\", \"attention\"]");
    OTHER.put("quantization.placement.share-add", "true");
    OTHER.put("quantization.placement.fixed-ranges", "\"tflite\"");
    OTHER.put("quantization.ignored.types", "[\"Softmax\"]");
    OTHER.put("rewrites.equalization", "\"never\"");
    OTHER.put("rewrites.bias-absorption", "\"auto\"");
    OTHER.put("rewrites.channel-alignment", "\"always\"");
    OTHER.put("rewrites.smooth-quant", "\"never\"");
    OTHER.put("rewrites.smooth-quant-alpha", "0.75");
    OTHER.put("rewrites.smooth-quant-convolution-alpha", "0.05");
    OTHER.put("refine.samples", "16");
    OTHER.put("refine.bias-correction", "false");
    OTHER.put("refine.analytical-bias", "true");
    OTHER.put("refine.rounding", "\"nearest\"");
    OTHER.put("nightly.registry", "\"models\"");
    OTHER.put("nightly.window", "14");
    OTHER.put("nightly.half-life", "3");
    OTHER.put("nightly.psi", "0.1");
    OTHER.put("nightly.clipping", "0.01");
    OTHER.put("nightly.max-worse", "1.5");
    OTHER.put("nightly.keep", "3");
    OTHER.put("run.master", "\"local[2]\"");
    OTHER.put("run.batch-size", "1");
    OTHER.put("run.max-bad-share", "0.25");
    OTHER.put("run.work-dir", "\"tmp/work\"");
    OTHER.put("run.max-shards", "10");
    OTHER.put("run.min-shard-rows", "64");
    OTHER.put("run.progress-seconds", "0");
    OTHER.put("run.sample-memory", "true");
    OTHER.put("output.dir", "\"out\"");
    OTHER.put("output.tables", "[\"tensorrt-cache\"]");
  }

  @Test
  void everyKeyIsDocumentedAndCovered() {
    for (Key key : Key.all()) {
      assertThat(key.doc()).as(key.path()).endsWith(".").hasSizeGreaterThan(10);
      assertThat(OTHER).as("a value for the new key").containsKey(key.path());
    }
    assertThat(OTHER.keySet()).isSubsetOf(Key.all().stream().map(Key::path).toList());
  }

  @Test
  void everyKeyReachesItsComponentAndComesBack() {
    StringBuilder text = new StringBuilder();
    OTHER.forEach(
        (k, v) -> text.append(k.replace("*", "\"in/put:0\"")).append(" = ").append(v).append('\n'));
    JobConfig job = ConfigLoader.parse(text.toString(), "job.conf", List.of());
    String written = ConfigWriter.render(job);
    for (Map.Entry<String, String> other : OTHER.entrySet()) {
      String last = other.getKey().substring(other.getKey().lastIndexOf('.') + 1);
      assertThat(written).containsPattern("(?m)^ *" + last + " = ");
      assertThat(written).contains(last + " = " + other.getValue());
    }
    assertThat(ConfigLoader.parse(written, "written", List.of())).isEqualTo(job);
  }

  @Test
  void defaultsAreWrittenAsComments() {
    JobConfig job = ConfigLoader.parse("model.path = m\ninputs.x {}", "job.conf", List.of());
    String written = ConfigWriter.render(job);
    List<String> active =
        written
            .lines()
            .map(String::strip)
            .filter(l -> !l.startsWith("#") && l.contains("="))
            .toList();
    assertThat(active).containsExactly("path = \"m\"");
    assertThat(ConfigLoader.parse(written, "written", List.of())).isEqualTo(job);
  }
}
