package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Attention over heads in terms of the standard operator. */
final class Heads {
  /** Version of the standard Attention. */
  private static final long OPSET = 24;

  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private final Map<String, Attribute> masking;

  Heads(NodeContext context) {
    Node node = context.node();
    Attribute heads = Attribute.of(node.intAttribute("num_heads", 0));
    attributes.put("q_num_heads", heads);
    attributes.put("kv_num_heads", heads);
    attributes.put("is_causal", Attribute.of(node.intAttribute("unidirectional", 0)));
    float scale = node.floatAttribute("scale", 0f);
    if (scale != 0) {
      attributes.put("scale", Attribute.of(scale));
    }
    float filter = node.floatAttribute("mask_filter_value", -10000f);
    masking = Map.of("mask_filter_value", Attribute.of(filter));
  }

  /**
   * Adds the attention of queries to keys and values, all of rank 3; gives the result, and keys and
   * values with the past ones.
   *
   * @param mask of padding, or empty
   * @param bias added to scores, or empty
   * @param past keys and values of former runs, each empty if there are none
   */
  List<String> add(
      Expansion to, String q, String k, String v, String mask, String bias, List<String> past) {
    String added = mask.isEmpty() ? bias : padding(to, mask, k, bias, past.get(0));
    return to.add("", "Attention", OPSET, attributes, 3, q, k, v, added, past.get(0), past.get(1));
  }

  private String padding(Expansion to, String mask, String k, String bias, String past) {
    String padding =
        to.add(ContribOperators.OWN, "PaddingBias", 1, masking, 1, mask, k, past).get(0);
    return bias.isEmpty() ? padding : to.add("Add", bias, padding);
  }

  /** Cuts a value along its last axis into parts for queries, keys and values. */
  static List<String> split(Expansion to, String x, long... sizes) {
    Map<String, Attribute> last = Map.of("axis", Attribute.of(-1L));
    if (sizes.length > 0) {
      return to.add("", "Split", OPSET, last, 3, x, to.longs(sizes));
    }
    Map<String, Attribute> equal = new LinkedHashMap<>(last);
    equal.put("num_outputs", Attribute.of(3L));
    return to.add("", "Split", OPSET, equal, 3, x);
  }

  /** Keys and values of a tensor that holds both along axis 0, or nothing. */
  static List<String> past(Expansion to, String both) {
    return both.isEmpty() ? List.of("", "") : List.of(pick(to, both, 0), pick(to, both, 1));
  }

  private static String pick(Expansion to, String both, long index) {
    String at = to.add("Constant", Map.of("value_int", Attribute.of(index)));
    return to.add("Gather", both, at);
  }

  /** Keys and values joined along a new axis 0. */
  static String present(Expansion to, String keys, String values) {
    String k = to.add("Unsqueeze", keys, to.longs(0));
    String v = to.add("Unsqueeze", values, to.longs(0));
    return to.add("Concat", Map.of("axis", Attribute.of(0L)), k, v);
  }
}
