package dev.vernier.conf;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;

/** Components that hold a section for each of some names. */
final class Sections {
  private Sections() {}

  /** The record of a section. */
  static Class<?> record(RecordComponent map) {
    ParameterizedType type = (ParameterizedType) map.getGenericType();
    return (Class<?>) type.getActualTypeArguments()[1];
  }
}
