package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The signatures of ONNX's operators and of those of com.microsoft, recorded from the schemas that
 * onnx 1.23 and ONNX Runtime 1.30 publish. A line has the domain and type, the first operator set
 * that it holds for, the numbers of inputs and outputs, then inputs and attributes:
 *
 * <pre>
 * :Pad 11 2-3 1-1 T=1ab,-=7,T?=1ab mode=s
 * </pre>
 *
 * An input is its type variable, a mark ({@code ?} optional, {@code *} many of one type, {@code +}
 * many of any) and the codes of its types in base 36, {@code *} for whatever is not a tensor; a
 * {@code !} marks an attribute that must be there. The types are those of all operator sets: newer
 * ones only added some.
 */
public final class Signatures {
  private static final String RESOURCE = "signatures.txt";
  private static final int RADIX = 36;

  private Signatures() {}

  /**
   * The signature that holds for the opset version, if the operator is known; the first one for
   * operator sets before it, whose models are not refused.
   */
  public static Optional<Signature> find(String domain, String opType, long opset) {
    TreeMap<Long, Signature> versions = Table.SIGNATURES.get(domain + ":" + opType);
    if (versions == null) {
      return Optional.empty();
    }
    Map.Entry<Long, Signature> entry = versions.floorEntry(opset);
    return Optional.of((entry == null ? versions.firstEntry() : entry).getValue());
  }

  /** The names of all known operators as {@code domain:type}, sorted. */
  public static Set<String> names() {
    return new TreeSet<>(Table.SIGNATURES.keySet());
  }

  /** The first operator set that has the operator, if it is known. */
  public static OptionalLong firstVersion(String domain, String opType) {
    TreeMap<Long, Signature> versions = Table.SIGNATURES.get(domain + ":" + opType);
    return versions == null ? OptionalLong.empty() : OptionalLong.of(versions.firstKey());
  }

  private static final class Table {
    private static final Map<String, TreeMap<Long, Signature>> SIGNATURES = read();
  }

  private static Map<String, TreeMap<Long, Signature>> read() {
    Map<String, TreeMap<Long, Signature>> result = new HashMap<>();
    try (InputStream stream = Signatures.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ");
        result
            .computeIfAbsent(parts[0], k -> new TreeMap<>())
            .put(Long.parseLong(parts[1]), signature(parts));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
    return result;
  }

  private static Signature signature(String... parts) {
    int[] inputs = range(parts[2]);
    int[] outputs = range(parts[3]);
    Map<String, Character> attributes = new TreeMap<>();
    Set<String> required = new HashSet<>();
    for (String attribute : items(parts[5])) {
      int equals = attribute.indexOf('=');
      String name = attribute.substring(0, equals);
      attributes.put(name, attribute.charAt(equals + 1));
      if (attribute.endsWith("!")) {
        required.add(name);
      }
    }
    List<Signature.Input> formal = items(parts[4]).stream().map(Signatures::input).toList();
    return new Signature(
        inputs[0], inputs[1], outputs[0], outputs[1], formal, attributes, required);
  }

  private static int[] range(String text) {
    int dash = text.indexOf('-');
    return new int[] {
      Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1))
    };
  }

  private static List<String> items(String text) {
    return text.equals("-") ? List.of() : List.of(text.split(","));
  }

  private static Signature.Input input(String text) {
    int equals = text.indexOf('=');
    char mark = text.charAt(equals - 1);
    boolean marked = "?*+".indexOf(mark) >= 0;
    String variable = text.substring(0, marked ? equals - 1 : equals);
    return new Signature.Input(
        variable, mark == '?', mark == '*' || mark == '+', mark == '+', types(text, equals + 1));
  }

  private static EnumSet<DataType> types(String text, int from) {
    List<DataType> types = new ArrayList<>();
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '*') {
        return null;
      }
      types.add(DataType.of(Character.digit(text.charAt(i), RADIX)));
    }
    return EnumSet.copyOf(types);
  }
}
