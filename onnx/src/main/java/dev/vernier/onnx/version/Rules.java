package dev.vernier.onnx.version;

import dev.vernier.onnx.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every operator of the default domain whose newer definition gives other results for, or no longer
 * accepts, nodes written for the older one, from operator set 7 to 21. Operators that only gained
 * element types, optional attributes or optional inputs need no rule.
 */
final class Rules {
  private static final Map<String, Rule> ALL = all();

  private Rules() {}

  /** The rule for an operator that changed in the given version; null if there is none. */
  static Rule find(Node node, long version) {
    return node.domain().isEmpty() ? ALL.get(key(node.opType(), version)) : null;
  }

  private static String key(String opType, long version) {
    return opType + "@" + version;
  }

  private static Map<String, Rule> all() {
    Map<String, Rule> rules = new HashMap<>();
    rules.put(key("BatchNormalization", 9), NormRules::batchNormalization9);
    rules.put(key("Scan", 9), MiscRules::scan9);
    rules.put(key("Upsample", 9), ResizeRules::upsample9);
    rules.put(key("Upsample", 10), ResizeRules::upsample10);
    rules.put(key("Dropout", 10), NormRules::dropout10);
    rules.put(key("Slice", 10), InputRules::slice10);
    rules.put(key("TopK", 10), InputRules::topK10);
    rules.put(key("Clip", 11), InputRules::clip11);
    rules.put(key("Pad", 11), InputRules::pad11);
    rules.put(key("Resize", 11), ResizeRules::resize11);
    rules.put(key("Scatter", 11), MiscRules::scatter11);
    rules.put(key("Dropout", 12), NormRules::dropout12);
    rules.put(key("Resize", 13), ResizeRules::resize13);
    for (String op : List.of("Softmax", "LogSoftmax", "Hardmax")) {
      rules.put(key(op, 13), SoftmaxRule::apply);
    }
    for (String op : List.of("Squeeze", "Unsqueeze", "ReduceSum")) {
      rules.put(key(op, 13), InputRules::axes);
    }
    rules.put(key("Split", 13), InputRules::split13);
    rules.put(key("BatchNormalization", 14), NormRules::batchNormalization14);
    rules.put(key("RoiAlign", 16), MiscRules::roiAlign16);
    rules.put(key("Split", 18), InputRules::split18);
    for (String op : List.of("L1", "L2", "LogSum", "LogSumExp", "Max", "Mean", "Min", "Prod")) {
      rules.put(key("Reduce" + op, 18), InputRules::axes);
    }
    rules.put(key("ReduceSumSquare", 18), InputRules::axes);
    rules.put(key("DFT", 20), MiscRules::dft20);
    rules.put(key("GridSample", 20), MiscRules::gridSample20);
    rules.put(key("GroupNormalization", 21), NormRules::groupNormalization21);
    return rules;
  }
}
