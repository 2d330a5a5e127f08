package dev.vernier.quantize;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Nodes to leave in float. An entry of {@code names} is a node's name (or, for a node without one,
 * an output's) and may hold the wildcards {@code *} and {@code ?}; an entry of {@code patterns} is
 * a regular expression that must match the whole name; {@code types} are operator types.
 */
public record IgnoredScope(
    List<String> names, List<String> patterns, List<String> types, List<Subgraph> subgraphs) {

  private static final String ARROW = " -> ";

  /**
   * All nodes on the paths from one node to another, both included; each by name or by the name of
   * an output, with wildcards.
   */
  public record Subgraph(String from, String to) {

    /** Reads {@code FROM -> TO}. */
    public static Subgraph of(String text) {
      int arrow = text.indexOf(ARROW);
      if (arrow <= 0 || arrow + ARROW.length() >= text.length()) {
        throw new VernierException(
            "Ignored subgraph \"" + text + "\": expected two nodes as \"FROM -> TO\"");
      }
      return new Subgraph(
          text.substring(0, arrow).strip(), text.substring(arrow + ARROW.length()).strip());
    }

    public String text() {
      return from + ARROW + to;
    }
  }

  public IgnoredScope(List<String> names, List<String> patterns, List<String> types) {
    this(names, patterns, types, List.of());
  }

  public IgnoredScope {
    names = List.copyOf(names);
    patterns = List.copyOf(patterns);
    types = List.copyOf(types);
    subgraphs = List.copyOf(subgraphs);
    patterns.forEach(IgnoredScope::regex);
  }

  public static IgnoredScope none() {
    return new IgnoredScope(List.of(), List.of(), List.of());
  }

  public static IgnoredScope ofNames(String... names) {
    return new IgnoredScope(List.of(names), List.of(), List.of());
  }

  public static IgnoredScope ofTypes(String... types) {
    return new IgnoredScope(List.of(), List.of(), List.of(types));
  }

  /**
   * The same scope with further nodes, by their exact names; a wildcard in a name is no wildcard.
   */
  public IgnoredScope withNames(List<String> further) {
    List<String> more = new ArrayList<>(patterns);
    further.forEach(name -> more.add(Pattern.quote(name)));
    return new IgnoredScope(names, more, types, subgraphs);
  }

  /**
   * The entry that matches the node, as a phrase for reports, or empty if none does; subgraphs are
   * found by {@code IgnoredNodes}, which knows the graph.
   */
  public Optional<String> match(Node node) {
    for (String type : types) {
      if (type.equals(node.opType())) {
        return Optional.of("ignored type " + type);
      }
    }
    for (String name : names) {
      if (matches(NamePattern.name(name), node)) {
        return Optional.of("ignored name " + name);
      }
    }
    for (String pattern : patterns) {
      if (matches(regex(pattern), node)) {
        return Optional.of("ignored pattern " + pattern);
      }
    }
    return Optional.empty();
  }

  /**
   * Fails if a name or pattern matches none of the nodes, for it is likely a slip. Types may be
   * absent.
   */
  public void requireMatches(List<Node> nodes) {
    for (String name : names) {
      require(nodes, NamePattern.name(name), "name \"" + name + "\"");
    }
    for (String pattern : patterns) {
      require(nodes, regex(pattern), "pattern \"" + pattern + "\"");
    }
  }

  private static void require(List<Node> nodes, NamePattern pattern, String entry) {
    if (nodes.stream().noneMatch(node -> matches(pattern, node))) {
      throw new VernierException(
          "Ignored "
              + entry
              + " matches none of the "
              + nodes.size()
              + " nodes of the prepared model: expected a node's name or the name of one of its"
              + " outputs; folded nodes, such as batch normalisation, go by the name of the"
              + " convolution before them");
    }
  }

  private static NamePattern regex(String pattern) {
    return NamePattern.regex("Ignored pattern", pattern);
  }

  private static boolean matches(NamePattern pattern, Node node) {
    return pattern.matches(node.name())
        || node.outputs().stream().anyMatch(output -> !output.isEmpty() && pattern.matches(output));
  }
}
