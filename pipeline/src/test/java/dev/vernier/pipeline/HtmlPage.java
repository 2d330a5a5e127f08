package dev.vernier.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The structure of a generated page: elements are closed in order, ids are unique, rows of a table
 * have as many cells as its head, links lead to ids of the page, and nothing is fetched from
 * anywhere.
 */
record HtmlPage(List<String> headings, List<String> ids, List<String> problems) {
  private static final Set<String> VOID = Set.of("meta", "br", "rect", "path", "line");
  private static final Pattern TAG =
      Pattern.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>\"]|\"[^\"]*\")*)>");
  private static final Pattern LINK = Pattern.compile("href=\"#([^\"]*)\"");
  private static final Pattern ID = Pattern.compile("\\bid=\"([^\"]*)\"");
  private static final Pattern FETCH =
      Pattern.compile("\\b(?:src|action)=|href=\"(?!#)|url\\(|@import|\\bfetch\\(|https?:");

  static HtmlPage parse(String html) {
    HtmlPage page = new HtmlPage(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    // Scripts and styles are no markup.
    String markup = html.replaceAll("(?s)<(script|style)>.*?</\\1>", "");
    if (FETCH.matcher(html).find()) {
      page.problems.add("refers to something outside");
    }
    Deque<String> open = new ArrayDeque<>();
    int[] cells = {0, 0};
    int heading = 0;
    for (Matcher tag = TAG.matcher(markup); tag.find(); ) {
      String name = tag.group(2);
      boolean closes = !tag.group(1).isEmpty();
      if (name.equals("h2")) {
        heading = closes ? page.heading(markup.substring(heading, tag.start())) : tag.end();
      }
      page.id(tag.group(3));
      page.count(name, closes, cells);
      page.nest(name, closes, tag.group(3), open);
    }
    open.forEach(name -> page.problems.add(name + " is not closed"));
    for (Matcher link = LINK.matcher(markup); link.find(); ) {
      if (!page.ids.contains(link.group(1))) {
        page.problems.add("a link to " + link.group(1) + ", which is not there");
      }
    }
    return page;
  }

  private int heading(String text) {
    headings.add(text);
    return 0;
  }

  private void id(String attributes) {
    Matcher id = ID.matcher(attributes);
    if (id.find()) {
      if (ids.contains(id.group(1))) {
        problems.add("id " + id.group(1) + " occurs twice");
      }
      ids.add(id.group(1));
    }
  }

  /** Counts the cells of a row against those of the table's first row. */
  private void count(String name, boolean closes, int[] cells) {
    switch (name) {
      case "table" -> cells[0] = 0;
      case "td", "th" -> cells[1] += closes ? 0 : 1;
      case "tr" -> {
        if (closes && cells[0] == 0) {
          cells[0] = cells[1];
        } else if (closes && cells[0] != cells[1]) {
          problems.add("a row of " + cells[1] + " cells in a table of " + cells[0]);
        }
        cells[1] = 0;
      }
      default -> {}
    }
  }

  private void nest(String name, boolean closes, String attributes, Deque<String> open) {
    if (VOID.contains(name) || attributes.endsWith("/")) {
      return;
    }
    if (!closes) {
      open.push(name);
    } else if (open.isEmpty() || !open.pop().equals(name)) {
      problems.add(name + " is closed out of order");
    }
  }
}
