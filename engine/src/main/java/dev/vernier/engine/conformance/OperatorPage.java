package dev.vernier.engine.conformance;

import dev.vernier.engine.ExcludedOperators;
import dev.vernier.engine.Operator;
import dev.vernier.engine.OperatorRegistry;
import dev.vernier.engine.OperatorRegistry.Implementation;
import dev.vernier.engine.Signatures;
import dev.vernier.engine.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the engine has and what it has not, as the page {@code docs/operators.md} says it. */
public final class OperatorPage {
  private static final String MICROSOFT = "com.microsoft";

  private static final String CASES = "## Recorded cases\n";
  private static final String HEADING =
      """
      # Operators

      Written by `bin/vernier check --operators docs/operators.md FOLDER...`; without folders the part
      on recorded cases stays as it is.

      An operator holds from the first operator set named on, through all later ones, with what each
      of them changed; where more are named, it has an implementation for each. The tolerance is how
      far results may be from those of another correct implementation: a share of the result's
      largest magnitude, or steps of integer codes. `check` compares by it; tolerances of several
      operators in one model add up. FLOAT16 and BFLOAT16 are computed in FLOAT and rounded, so
      results that are not exact may be two of their steps off; Attention, GRU, LSTM and RNN refuse
      DOUBLE, which they would compute in FLOAT.

      """;

  private OperatorPage() {}

  /**
   * The whole page.
   *
   * @param before the page as it was; empty if there was none
   * @param results if empty, the part on recorded cases is that of the page before
   */
  public static String page(String before, List<CaseResult> results) {
    int start = before.indexOf(CASES);
    String cases =
        results.isEmpty() && start >= 0
            ? before.substring(start)
            : CASES + "\n" + CasesPage.cases(results);
    return HEADING + operators() + cases;
  }

  /** The part that follows from the registry: supported, left out on purpose, missing. */
  static String operators() {
    StringBuilder page = new StringBuilder();
    Map<String, List<Implementation>> domains = new TreeMap<>();
    for (Implementation i : OperatorRegistry.standard().implementations()) {
      domains.computeIfAbsent(i.domain(), d -> new ArrayList<>()).add(i);
    }
    domains.forEach((domain, list) -> supported(domain, list, page));
    leftOut(page);
    missing(page);
    return page.toString();
  }

  private static void supported(String domain, List<Implementation> list, StringBuilder page) {
    Map<String, List<Implementation>> operators = new TreeMap<>();
    list.forEach(i -> operators.computeIfAbsent(i.opType(), o -> new ArrayList<>()).add(i));
    page.append("## ").append(title(domain));
    page.append("\n\n| operator | since opset | tolerance |\n|---|---|---|\n");
    operators.forEach((opType, versions) -> page.append(row(opType, versions)));
    page.append('\n');
  }

  private static String title(String domain) {
    return domain.isEmpty() ? "Default domain" : "Domain `" + domain + "`";
  }

  private static String row(String opType, List<Implementation> versions) {
    Set<Long> since = new TreeSet<>();
    Set<String> tolerances = new TreeSet<>();
    for (Implementation version : versions) {
      since.add(
          Math.max(version.since(), Signatures.firstVersion(version.domain(), opType).orElse(1)));
      tolerances.add(tolerance(version));
    }
    return String.format("| %s | %s | %s |\n", opType, join(since), String.join("; ", tolerances));
  }

  private static String tolerance(Implementation implementation) {
    if (SampleNodes.hasSubgraphs(implementation.opType())) {
      return "that of its graphs";
    }
    Optional<Operator> operator = SampleNodes.operator(implementation);
    return operator.map(o -> words(o.tolerance())).orElse("by its attributes");
  }

  private static String words(Tolerance tolerance) {
    List<String> words = new ArrayList<>();
    if (tolerance.relative() > 0) {
      words.add(String.format(Locale.ROOT, "%.0e relative", tolerance.relative()));
    }
    if (tolerance.absolute() >= 1) {
      words.add((int) tolerance.absolute() + " step");
    } else if (tolerance.absolute() > 0) {
      words.add(String.format(Locale.ROOT, "%.0e absolute", tolerance.absolute()));
    }
    return words.isEmpty() ? "exact" : String.join(", ", words);
  }

  private static void leftOut(StringBuilder page) {
    page.append("## Left out on purpose\n\n| operator | reason |\n|---|---|\n");
    for (ExcludedOperators.Entry entry : ExcludedOperators.entries()) {
      boolean whole = entry.opType().equals(ExcludedOperators.Entry.ALL);
      String name = whole ? "all of domain `" + entry.domain() + "`" : entry.opType();
      String mode = mode(entry.mode());
      page.append("| ").append(name).append(mode).append(" | ").append(entry.reason());
      page.append(" |\n");
    }
    page.append('\n');
  }

  private static String mode(String mode) {
    return switch (mode) {
      case "" -> "";
      case ExcludedOperators.Entry.NUMBERS -> ": its numbers";
      default -> " with `" + mode + "`";
    };
  }

  private static void missing(StringBuilder page) {
    Set<String> have = OperatorRegistry.standard().names();
    page.append("## Not supported\n\n");
    for (String domain : List.of("", MICROSOFT)) {
      Set<String> names =
          Signatures.names().stream()
              .filter(name -> name.startsWith(domain + ":") && !have.contains(name))
              .map(name -> name.substring(domain.length() + 1))
              .filter(opType -> ExcludedOperators.reason(domain, opType).isEmpty())
              .collect(Collectors.toCollection(TreeSet::new));
      page.append(title(domain)).append(": ");
      page.append(names.isEmpty() ? "none missing" : join(names)).append(".\n\n");
    }
  }

  private static String join(Set<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
