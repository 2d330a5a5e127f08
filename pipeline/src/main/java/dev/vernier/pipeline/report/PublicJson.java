package dev.vernier.pipeline.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import dev.vernier.conf.Redaction;
import java.io.IOException;
import java.io.Serial;

/** Plain values as indented JSON for whoever may read it: texts are without credentials. */
public final class PublicJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .registerModule(new SimpleModule().addSerializer(String.class, new Hiding()));

  private PublicJson() {}

  /** The document in UTF-8. */
  public static byte[] bytes(Object values) {
    try {
      return MAPPER.writeValueAsBytes(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values are always JSON", e);
    }
  }

  private static final class Hiding extends StdScalarSerializer<String> {
    @Serial private static final long serialVersionUID = 1L;

    Hiding() {
      super(String.class);
    }

    @Override
    public void serialize(String text, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      String key = out.getOutputContext().getCurrentName();
      out.writeString(key == null ? Redaction.hide(text) : Redaction.value(key, text));
    }
  }
}
