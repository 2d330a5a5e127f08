package dev.vernier.pipeline.ingest;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.ParquetRowWriter.ColumnType;
import dev.vernier.pipeline.data.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lines of {@code sentence<TAB>label} with a vocabulary of one token a line, whose line number from
 * 0 is its id: columns input_ids and attention_mask (arrays of long), label and name. A sentence
 * becomes {@code [CLS]} and its lower-cased tokens between blanks, cut to a length and filled up
 * with {@code [PAD]}.
 */
public final class TextIngest {
  private static final String CLS = "[CLS]";
  private static final String PAD = "[PAD]";
  private static final String UNKNOWN = "[UNK]";

  private final Map<String, Long> vocabulary = new HashMap<>();
  private final int length;

  private TextIngest(Path vocabularyFile, int length) {
    this.length = length;
    List<String> tokens = lines(vocabularyFile);
    for (int i = 0; i < tokens.size(); i++) {
      vocabulary.putIfAbsent(tokens.get(i), (long) i);
    }
    for (String token : List.of(CLS, PAD, UNKNOWN)) {
      if (!vocabulary.containsKey(token)) {
        throw new VernierException("the vocabulary " + vocabularyFile + " has no line " + token);
      }
    }
    if (length < 1) {
      throw new VernierException("max length " + length + ": expected at least 1");
    }
  }

  /** Writes every line that has a sentence; a first line without a number as label is a header. */
  public static IngestReport run(
      Path file, Path vocabulary, int length, Path out, Every selection) {
    TextIngest ingest = new TextIngest(vocabulary, length);
    List<String> lines = lines(file);
    boolean labelled = !lines.isEmpty() && lines.get(lines.size() - 1).contains("\t");
    Map<String, ColumnType> columns = new LinkedHashMap<>();
    columns.put("input_ids", ColumnType.LONGS);
    columns.put("attention_mask", ColumnType.LONGS);
    if (labelled) {
      columns.put("label", ColumnType.INT);
    }
    columns.put("name", ColumnType.TEXT);
    int first = labelled && isHeader(lines.get(0)) ? 1 : 0;
    try (Sink sink = new Sink(out, columns, selection)) {
      for (int i = first; i < lines.size(); i++) {
        String line = lines.get(i);
        String name = "line " + (i + 1);
        sink.add(name, () -> ingest.row(line, name, labelled));
      }
      return sink.commit();
    }
  }

  private static boolean isHeader(String line) {
    return !line.substring(line.lastIndexOf('\t') + 1).strip().matches("[-+]?\\d+");
  }

  private static List<String> lines(Path file) {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      return in.lines().toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new VernierException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private Row row(String line, String name, boolean labelled) throws BadRowException {
    int tab = line.lastIndexOf('\t');
    if (labelled && tab < 0) {
      throw new BadRowException("no tab and label");
    }
    String sentence = labelled ? line.substring(0, tab) : line;
    long[] ids = new long[length];
    long[] mask = new long[length];
    java.util.Arrays.fill(ids, vocabulary.get(PAD));
    int count = encode(sentence, ids);
    java.util.Arrays.fill(mask, 0, count, 1);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("input_ids", ids);
    values.put("attention_mask", mask);
    values.put("name", name);
    if (labelled) {
      values.put("label", label(line.substring(tab + 1).strip()));
    }
    return new Row(values);
  }

  private int encode(String sentence, long[] ids) throws BadRowException {
    String text = sentence.toLowerCase(Locale.ROOT).strip();
    if (text.isEmpty()) {
      throw new BadRowException("empty sentence");
    }
    ids[0] = vocabulary.get(CLS);
    int count = 1;
    for (String token : text.split("\\s+")) {
      if (count == length) {
        break;
      }
      ids[count++] = vocabulary.getOrDefault(token, vocabulary.get(UNKNOWN));
    }
    return count;
  }

  private static int label(String text) throws BadRowException {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new BadRowException("label \"" + text + "\" is not a class index", e);
    }
  }
}
