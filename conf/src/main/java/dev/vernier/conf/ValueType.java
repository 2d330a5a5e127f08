package dev.vernier.conf;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the text of a value becomes an object, with the limits its setting states. */
record ValueType(Class<?> element, boolean list, boolean optional, Setting setting) {

  /** The value is not what the key takes; the caller knows {@link #describe}. */
  static final class Mismatch extends Exception {
    private static final long serialVersionUID = 1L;

    Mismatch() {
      super(null, null, false, false);
    }
  }

  static ValueType of(RecordComponent component) {
    boolean list = component.getType() == List.class;
    boolean optional = component.getType() == Optional.class;
    Class<?> element = component.getType();
    if (list || optional) {
      Type argument = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
      element = (Class<?>) argument;
    }
    return new ValueType(element, list, optional, component.getAnnotation(Setting.class));
  }

  /** The object for the texts of a value: one text, or those of a list's elements. */
  Object parse(List<String> texts, boolean writtenAsList) throws Mismatch {
    if (list) {
      List<Object> values = new ArrayList<>();
      for (String text : texts) {
        values.add(one(text));
      }
      return values;
    }
    if (writtenAsList) {
      throw new Mismatch();
    }
    Object value = one(texts.get(0));
    return optional ? Optional.of(value) : value;
  }

  private Object one(String text) throws Mismatch {
    try {
      return checked(convert(text), text);
    } catch (IllegalArgumentException e) {
      throw new Mismatch();
    }
  }

  private Object convert(String text) {
    if (element == String.class) {
      return text;
    } else if (element == SampleLimit.class) {
      return SampleLimit.parse(text);
    } else if (element.isEnum()) {
      return word(text);
    } else if (element == boolean.class || element == Boolean.class) {
      return bool(text);
    } else if (element == double.class || element == Double.class) {
      return number(text);
    }
    return Integer.parseInt(text);
  }

  private Object checked(Object value, String text) {
    if (setting.oneOf().length > 0 && !List.of(setting.oneOf()).contains(text)) {
      throw new IllegalArgumentException(text);
    }
    if (value instanceof Number n
        && !(n.doubleValue() >= setting.min() && n.doubleValue() <= setting.max())) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }

  private Object word(String text) {
    for (Object constant : element.getEnumConstants()) {
      if (Names.word((Enum<?>) constant).equalsIgnoreCase(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(text);
  }

  private static boolean bool(String text) {
    return switch (text) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  /** A decimal number or a fraction of two. */
  private static double number(String text) {
    int slash = text.indexOf('/');
    double value =
        slash < 0
            ? Double.parseDouble(text)
            : Double.parseDouble(text.substring(0, slash))
                / Double.parseDouble(text.substring(slash + 1));
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }

  /** The words a value may be, empty if it is not a closed choice. */
  List<String> words() {
    if (element.isEnum()) {
      return Arrays.stream(element.getEnumConstants()).map(c -> Names.word((Enum<?>) c)).toList();
    }
    return List.of(setting.oneOf());
  }

  /** The kind of value in words, for the reference and for problems. */
  String describe() {
    String one = words().isEmpty() ? plain() : "one of " + String.join(", ", words());
    return list ? "a list of: " + one : one;
  }

  private String plain() {
    if (element == SampleLimit.class) {
      return "all or a positive whole number";
    } else if (element == boolean.class || element == Boolean.class) {
      return "true or false";
    } else if (element == String.class) {
      return "text";
    } else if (element == int.class || element == Integer.class) {
      return "a whole number" + bounds();
    }
    return "a number" + bounds();
  }

  private String bounds() {
    boolean low = setting.min() != Double.NEGATIVE_INFINITY;
    boolean high = setting.max() != Double.POSITIVE_INFINITY;
    if (low && high) {
      return " from " + text(setting.min()) + " to " + text(setting.max());
    } else if (low) {
      return " of at least " + text(setting.min());
    }
    return high ? " of at most " + text(setting.max()) : "";
  }

  /** The HOCON text of a value of this type; empty for an absent one. */
  String render(Object value) {
    if (value instanceof Optional<?> o) {
      return o.map(this::renderOne).orElse("");
    } else if (value instanceof List<?> l) {
      return l.stream().map(this::renderOne).collect(Collectors.joining(", ", "[", "]"));
    }
    return renderOne(value);
  }

  private String renderOne(Object value) {
    if (value instanceof Enum<?> e) {
      return Names.word(e);
    } else if (value instanceof Double d) {
      return text(d);
    } else if (value instanceof String s) {
      return quote(s);
    }
    return value.toString();
  }

  private static String quote(String text) {
    return com.typesafe.config.ConfigUtil.quoteString(text);
  }

  /** Whole numbers without a decimal point, others so that they read back exactly. */
  static String text(double value) {
    boolean whole = Math.rint(value) == value && Math.abs(value) < 1e15;
    return whole ? Long.toString((long) value) : Double.toString(value).toLowerCase(Locale.ROOT);
  }
}
