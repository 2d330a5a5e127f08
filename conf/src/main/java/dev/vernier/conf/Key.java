package dev.vernier.conf;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One row of the configuration reference. In a path, {@code *} stands for the name of a model input
 * or of a tensor.
 *
 * @param path the full key with dots
 * @param type the kind of value in words
 * @param required true if there is no default and the value may not be left out
 * @param byDefault the default as HOCON text, empty if the key is absent by default
 * @param doc what the key does
 */
public record Key(String path, String type, boolean required, String byDefault, String doc) {

  /** All keys in the order of the records. */
  public static List<Key> all() {
    List<Key> keys = new ArrayList<>();
    collect("", JobConfig.class, keys);
    return List.copyOf(keys);
  }

  private static void collect(String prefix, Class<?> record, List<Key> keys) {
    for (RecordComponent component : record.getRecordComponents()) {
      String path = prefix + Names.key(component.getName());
      Setting setting = component.getAnnotation(Setting.class);
      if (component.getType() == Map.class) {
        collect(path + ".*.", Sections.record(component), keys);
      } else if (setting == null) {
        collect(path + ".", component.getType(), keys);
      } else {
        keys.add(row(path, component, setting));
      }
    }
  }

  private static Key row(String path, RecordComponent component, Setting setting) {
    boolean required = setting.byDefault().equals(Setting.REQUIRED);
    String type = ValueType.of(component).describe();
    return new Key(path, type, required, required ? "" : setting.byDefault(), setting.doc());
  }
}
