package dev.vernier.it.hostile;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;

/** All messages within a message, open for changes. */
final class ProtoTree {
  private final List<Message.Builder> builders = new ArrayList<>();

  private ProtoTree() {}

  static ProtoTree of(Message.Builder root) {
    ProtoTree tree = new ProtoTree();
    tree.collect(root);
    return tree;
  }

  private void collect(Message.Builder builder) {
    builders.add(builder);
    for (FieldDescriptor field : builder.getAllFields().keySet()) {
      if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        continue;
      }
      if (field.isRepeated()) {
        for (int i = 0; i < builder.getRepeatedFieldCount(field); i++) {
          collect(builder.getRepeatedFieldBuilder(field, i));
        }
      } else {
        collect(builder.getFieldBuilder(field));
      }
    }
  }

  List<Message.Builder> all() {
    return builders;
  }

  /** Those of one kind. */
  <B extends Message.Builder> List<B> of(Class<B> kind) {
    return builders.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
