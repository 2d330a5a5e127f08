package dev.vernier.engine.conformance;

import dev.vernier.engine.conformance.CaseResult.Outcome;
import dev.vernier.onnx.DataType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What came of replayed cases, as the page {@code docs/operators.md} says it. */
final class CasesPage {
  private CasesPage() {}

  /** Counts by folder, every case that did not pass with its reason, and what passing cases use. */
  static String cases(List<CaseResult> results) {
    StringBuilder page = new StringBuilder();
    counts(results, page);
    reasons("Failed", Outcome.FAILED, results, page);
    reasons("Not supported", Outcome.UNSUPPORTED, results, page);
    reasons("Left out on purpose", Outcome.EXCLUDED, results, page);
    types(results, page);
    return page.toString();
  }

  private static void counts(List<CaseResult> results, StringBuilder page) {
    Map<String, List<CaseResult>> folders = new TreeMap<>();
    for (CaseResult result : results) {
      String folder = String.valueOf(result.folder().getParent().getFileName());
      folders.computeIfAbsent(folder, f -> new ArrayList<>()).add(result);
    }
    page.append(
        "| cases | passed | failed | unsupported | left out | passed of those not left out");
    page.append(" |\n|---|---|---|---|---|---|\n");
    folders.forEach((folder, list) -> page.append(row(folder, list)));
    page.append('\n');
  }

  private static String row(String folder, List<CaseResult> list) {
    long passed = count(list, Outcome.PASSED);
    long out = count(list, Outcome.EXCLUDED);
    double share = list.size() == out ? 100 : 100.0 * passed / (list.size() - out);
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %d | %d | %.1f %% |\n",
        folder,
        passed,
        count(list, Outcome.FAILED),
        count(list, Outcome.UNSUPPORTED),
        out,
        share);
  }

  private static long count(List<CaseResult> list, Outcome outcome) {
    return list.stream().filter(result -> result.outcome() == outcome).count();
  }

  private static void reasons(
      String title, Outcome outcome, List<CaseResult> results, StringBuilder page) {
    List<CaseResult> those = results.stream().filter(r -> r.outcome() == outcome).toList();
    page.append("### ").append(title).append(": ").append(those.size()).append("\n\n");
    if (!those.isEmpty()) {
      page.append("| case | reason |\n|---|---|\n");
      those.forEach(r -> page.append(line(r)));
      page.append('\n');
    }
  }

  private static String line(CaseResult result) {
    return "| " + result.name() + " | " + result.reason().replace("|", "\\|") + " |\n";
  }

  private static void types(List<CaseResult> results, StringBuilder page) {
    Map<String, Integer> counts = new TreeMap<>();
    Map<String, Set<DataType>> types = new TreeMap<>();
    for (CaseResult result : results) {
      if (result.outcome() == Outcome.PASSED) {
        result.operators().stream()
            .map(CasesPage::name)
            .distinct()
            .forEach(name -> counts.merge(name, 1, Integer::sum));
        result
            .operators()
            .forEach(
                use ->
                    types
                        .computeIfAbsent(name(use), n -> EnumSet.noneOf(DataType.class))
                        .add(use.type()));
      }
    }
    page.append("### Operators in passing cases, with element types of their first input\n\n");
    page.append("| operator | cases | element types |\n|---|---|---|\n");
    counts.forEach(
        (name, count) ->
            page.append("| ")
                .append(name)
                .append(" | ")
                .append(count)
                .append(" | ")
                .append(words(types.get(name)))
                .append(" |\n"));
  }

  private static String name(OperatorUse use) {
    return use.domain().isEmpty() ? use.opType() : use.domain() + "." + use.opType();
  }

  private static String words(Set<DataType> types) {
    return types.stream()
        .filter(type -> type != DataType.UNDEFINED)
        .map(type -> type.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
