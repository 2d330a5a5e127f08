package dev.vernier.conf;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents a configuration key on the record component that holds it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** The value of {@link #byDefault()} that marks a key without default. */
  String REQUIRED = "<required>";

  /** One sentence for the reference and for written configuration files. */
  String doc();

  /** The default as HOCON text; empty for an optional key that is absent unless given. */
  String byDefault() default REQUIRED;

  /** Allowed words, where the type is a string and the choice is closed. */
  String[] oneOf() default {};

  /** Smallest allowed number. */
  double min() default Double.NEGATIVE_INFINITY;

  /** Largest allowed number. */
  double max() default Double.POSITIVE_INFINITY;
}
