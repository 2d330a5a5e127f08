package dev.vernier.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Binds configuration objects to records, component by component, and gathers problems instead of
 * stopping at the first. A component that failed to bind is null until the problems are thrown.
 */
final class Binder {
  private final List<Problem> problems = new ArrayList<>();
  private final String source;

  Binder(String source) {
    this.source = source;
  }

  List<Problem> problems() {
    return problems;
  }

  /** The record for an object; null if any of its values is wrong. */
  <T> T bind(Class<T> record, String prefix, ConfigObject object) {
    RecordComponent[] components = record.getRecordComponents();
    refuseUnknown(prefix, object, components);
    Object[] values = new Object[components.length];
    int before = problems.size();
    for (int i = 0; i < components.length; i++) {
      values[i] = component(components[i], prefix, object);
    }
    return problems.size() > before ? null : create(record, components, values);
  }

  private void refuseUnknown(String prefix, ConfigObject object, RecordComponent[] components) {
    List<String> known = Arrays.stream(components).map(c -> Names.key(c.getName())).toList();
    for (String key : object.keySet()) {
      if (!known.contains(key)) {
        Optional<String> near = Suggestions.nearest(key, known);
        String hint =
            near.map(n -> "did you mean " + prefix + n + "?")
                .orElseGet(() -> "expected one of " + String.join(", ", known));
        add(object.get(key).origin(), prefix + key, "", "unknown key; " + hint);
      }
    }
  }

  private Object component(RecordComponent component, String prefix, ConfigObject object) {
    String key = Names.key(component.getName());
    ConfigValue value = object.get(key);
    if (value != null && value.valueType() == ConfigValueType.NULL) {
      value = null;
    }
    if (component.getType() == Map.class) {
      return sections(Sections.record(component), prefix + key, value);
    }
    Setting setting = component.getAnnotation(Setting.class);
    return setting == null
        ? nested(component.getType(), prefix + key, value)
        : leaf(component, setting, prefix + key, value, object);
  }

  private Object nested(Class<?> record, String path, ConfigValue value) {
    if (value == null) {
      return bind(record, path + ".", ConfigFactory.empty(source).root());
    } else if (value instanceof ConfigObject object) {
      return bind(record, path + ".", object);
    }
    add(value.origin(), path, text(value), "expected a section " + path + " { ... }");
    return null;
  }

  private Map<String, Object> sections(Class<?> record, String path, ConfigValue value) {
    Map<String, Object> sections = new LinkedHashMap<>();
    if (value == null) {
      return sections;
    }
    if (!(value instanceof ConfigObject object)) {
      add(value.origin(), path, text(value), "expected a section for each name");
      return sections;
    }
    for (String name : fileOrder(object)) {
      sections.put(name, nested(record, path + "." + quoted(name), object.get(name)));
    }
    return sections;
  }

  private static Set<String> fileOrder(ConfigObject object) {
    List<String> names = new ArrayList<>(object.keySet());
    names.sort(
        java.util.Comparator.<String>comparingInt(n -> object.get(n).origin().lineNumber())
            .thenComparing(n -> n));
    return new LinkedHashSet<>(names);
  }

  private Object leaf(
      RecordComponent component,
      Setting setting,
      String path,
      ConfigValue value,
      ConfigObject parent) {
    ValueType type = ValueType.of(component);
    if (value == null && setting.byDefault().equals(Setting.REQUIRED)) {
      add(parent.origin(), path, "", "missing; expected " + type.describe());
      return null;
    } else if (value == null || (type.optional() && isEmptyText(value))) {
      return byDefault(type, setting);
    }
    return parsed(type, path, value);
  }

  private static boolean isEmptyText(ConfigValue value) {
    return value.unwrapped() instanceof String s && s.isEmpty();
  }

  private Object parsed(ValueType type, String path, ConfigValue value) {
    if (value instanceof ConfigObject) {
      add(value.origin(), path, "{...}", "expected " + type.describe());
      return null;
    }
    try {
      return type.parse(texts(value), value instanceof ConfigList);
    } catch (ValueType.Mismatch e) {
      add(value.origin(), path, text(value), "expected " + type.describe() + hint(type, value));
      return null;
    }
  }

  private static String hint(ValueType type, ConfigValue value) {
    return Suggestions.nearest(String.valueOf(value.unwrapped()), type.words())
        .map(n -> "; did you mean " + n + "?")
        .orElse("");
  }

  /** The default of a setting; a wrong default is a mistake in this module. */
  static Object byDefault(ValueType type, Setting setting) {
    if (setting.byDefault().isEmpty()) {
      return type.optional() ? Optional.empty() : "";
    }
    Config parsed = ConfigFactory.parseString("v = " + setting.byDefault());
    ConfigValue value = parsed.root().get("v");
    try {
      return type.parse(texts(value), value instanceof ConfigList);
    } catch (ValueType.Mismatch e) {
      throw new IllegalStateException("default " + setting.byDefault() + " of " + setting.doc());
    }
  }

  private static List<String> texts(ConfigValue value) {
    return value instanceof ConfigList list
        ? list.stream().map(v -> String.valueOf(v.unwrapped())).toList()
        : List.of(String.valueOf(value.unwrapped()));
  }

  private void add(ConfigOrigin origin, String key, String value, String expected) {
    problems.add(new Problem(where(origin), key, value, expected));
  }

  private String where(ConfigOrigin origin) {
    String name = origin.filename() == null ? origin.description() : origin.filename();
    String file = name.startsWith(ConfigLoader.COMMAND_LINE) ? ConfigLoader.COMMAND_LINE : name;
    boolean line = origin.lineNumber() > 0 && origin.filename() != null;
    return line ? file + ":" + origin.lineNumber() : origin.filename() == null ? plain(file) : file;
  }

  private String plain(String description) {
    return description.startsWith("merge of") || description.startsWith("empty")
        ? source
        : description;
  }

  private static String text(ConfigValue value) {
    return value.render(com.typesafe.config.ConfigRenderOptions.concise());
  }

  private static String quoted(String name) {
    return name.matches("[A-Za-z0-9_-]+") ? name : "\"" + name + "\"";
  }

  private static <T> T create(Class<T> record, RecordComponent[] components, Object[] values) {
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<T> constructor = record.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("record " + record.getName(), e);
    }
  }
}
