package dev.vernier.conf;

import java.util.List;

/** Renders the table of all keys for the documentation. */
public final class ConfigReference {
  private ConfigReference() {}

  /** The table in Markdown, one section a top-level key. */
  public static String markdown() {
    StringBuilder out = new StringBuilder();
    String section = "";
    for (Key key : Key.all()) {
      String top = key.path().substring(0, key.path().indexOf('.'));
      if (!top.equals(section)) {
        section = top;
        header(out, top);
      }
      row(out, key);
    }
    return out.toString();
  }

  private static void header(StringBuilder out, String section) {
    out.append("\n### `").append(section).append("`\n\n");
    out.append("| key | value | default | meaning |\n|---|---|---|---|\n");
  }

  private static void row(StringBuilder out, Key key) {
    String byDefault =
        key.required()
            ? "*required*"
            : key.byDefault().isEmpty() ? "*absent*" : code(key.byDefault());
    List<String> cells = List.of(code(key.path()), cell(key.type()), byDefault, cell(key.doc()));
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String code(String text) {
    return "`" + cell(text) + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
