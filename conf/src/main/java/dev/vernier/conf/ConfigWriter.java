package dev.vernier.conf;

import com.typesafe.config.ConfigUtil;
import java.lang.reflect.RecordComponent;
import java.util.Map;

/**
 * Renders a job as a configuration file to edit: every key with its documentation, those at their
 * default commented out. Loading the text gives an equal job.
 */
public final class ConfigWriter {
  private final StringBuilder out = new StringBuilder();

  private ConfigWriter() {}

  /** The text of a job file. */
  public static String render(JobConfig job) {
    ConfigWriter writer = new ConfigWriter();
    writer.out.append("# Vernier job. A line that starts with # shows a key at its default.\n\n");
    writer.record(job, 0);
    return writer.out.toString();
  }

  private void record(Record record, int depth) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = value(record, component);
      String key = Names.key(component.getName());
      if (value instanceof Map<?, ?> map) {
        sections(key, map, depth);
      } else if (component.getAnnotation(Setting.class) == null) {
        section(key, (Record) value, depth);
      } else {
        setting(component, key, value, depth);
      }
    }
  }

  private void sections(String key, Map<?, ?> sections, int depth) {
    open(key, depth);
    for (Map.Entry<?, ?> section : sections.entrySet()) {
      section(
          ConfigUtil.quoteString((String) section.getKey()),
          (Record) section.getValue(),
          depth + 1);
    }
    close(depth);
  }

  private void section(String key, Record record, int depth) {
    open(key, depth);
    record(record, depth + 1);
    close(depth);
  }

  private void open(String key, int depth) {
    indent(depth).append(key).append(" {\n");
  }

  private void close(int depth) {
    indent(depth).append("}\n");
  }

  private void setting(RecordComponent component, String key, Object value, int depth) {
    ValueType type = ValueType.of(component);
    Setting setting = component.getAnnotation(Setting.class);
    boolean required = setting.byDefault().equals(Setting.REQUIRED);
    boolean plain = !required && Binder.byDefault(type, setting).equals(value);
    indent(depth).append("# ").append(setting.doc()).append(" (").append(type.describe());
    out.append(")\n");
    String text = type.render(value);
    indent(depth).append(plain ? "# " : "").append(key).append(" = ");
    out.append(text.isEmpty() ? "\"\"" : text).append('\n');
  }

  private StringBuilder indent(int depth) {
    return out.append("  ".repeat(depth));
  }

  private static Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("component " + component, e);
    }
  }
}
