package dev.vernier.pipeline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.conf.RowSelection;
import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowFilterTest {
  private static RowFilter filter(int modulo, List<Integer> remainders, String where) {
    RowSelection selection =
        new RowSelection(Optional.empty(), modulo, remainders, Optional.ofNullable(where));
    return RowFilter.of(selection, List.of("x"));
  }

  private static boolean selects(RowFilter filter, Row row) {
    return filter.selects(row, filter.identity().hash(row));
  }

  private static Row row(int i) {
    return Row.of("x", new long[] {i}).with("label", i).with("split", i % 2 == 0 ? "a" : "b'c");
  }

  @Test
  void classesPartitionTheRows() {
    int[] sizes = new int[5];
    for (int i = 0; i < 1000; i++) {
      int found = 0;
      for (int r = 0; r < 5; r++) {
        if (selects(filter(5, List.of(r), null), row(i))) {
          sizes[r]++;
          found++;
        }
      }
      assertThat(found).isEqualTo(1);
    }
    for (int size : sizes) {
      assertThat(size).isBetween(150, 250);
    }
  }

  @Test
  void smallestHashesDoNotDependOnOrderOrParts() {
    RowFilter filter = filter(1, List.of(0), null);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rows.add(row(i));
    }
    SmallestHashes whole = new SmallestHashes(20);
    rows.forEach(r -> whole.add(filter.identity().hash(r)));
    Collections.shuffle(rows, new Random(1));
    SmallestHashes left = new SmallestHashes(20);
    SmallestHashes right = new SmallestHashes(20);
    rows.subList(0, 63).forEach(r -> left.add(filter.identity().hash(r)));
    rows.subList(63, 200).forEach(r -> right.add(filter.identity().hash(r)));
    right.addAll(SmallestHashes.fromBytes(20, left.toBytes()));
    assertThat(right.toBytes()).isEqualTo(whole.toBytes());
    RowFilter limited = filter.withThreshold(whole.threshold());
    assertThat(rows.stream().filter(r -> selects(limited, r))).hasSize(20);
  }

  @Test
  void identityIsTheContentOrTheKey() {
    RowIdentity content = new RowIdentity(Optional.empty(), List.of("x"));
    assertThat(content.hash(row(1))).isEqualTo(content.hash(row(1).with("label", 99)));
    assertThat(content.hash(row(1))).isNotEqualTo(content.hash(row(2)));
    assertThat(content.hash(Row.of("x", "1"))).isNotEqualTo(content.hash(Row.of("x", 1)));
    byte[] ofNull = content.hash(Row.of("x", null));
    assertThat(ofNull).isNotEqualTo(content.hash(Row.of("x", new byte[0])));
    assertThat(content.hash(Row.of("x", 1))).isEqualTo(content.hash(Row.of("x", 1L)));
    RowIdentity key = new RowIdentity(Optional.of("split"), List.of("x"));
    assertThat(key.hash(row(1))).isEqualTo(key.hash(row(3)));
    assertThat(key.key(row(2))).isEqualTo("a");
    assertThat(content.key(row(2))).isEmpty();
  }

  @Test
  void whereComparesColumns() {
    assertThat(selects(filter(1, List.of(0), "label < 5 and split = 'a'"), row(4))).isTrue();
    assertThat(selects(filter(1, List.of(0), "label < 5 AND split = 'a'"), row(6))).isFalse();
    assertThat(selects(filter(1, List.of(0), "split = 'b''c'"), row(3))).isTrue();
    assertThat(selects(filter(1, List.of(0), "label >= 3"), row(3))).isTrue();
    assertThat(selects(filter(1, List.of(0), "label <> 3"), row(3))).isFalse();
    assertThat(selects(filter(1, List.of(0), "label = 3.0"), row(3))).isTrue();
    assertThat(selects(filter(1, List.of(0), "absent = 3"), row(3))).isFalse();
    assertThat(filter(1, List.of(0), "label > 1").columns()).containsExactly("x", "label");
    for (String bad : List.of("label", "label <", "label < 3 or x = 2", "", "label = 1.2.3")) {
      assertThatThrownBy(() -> filter(1, List.of(0), bad))
          .isInstanceOf(VernierException.class)
          .hasMessageContaining("cannot read from");
    }
    assertThatThrownBy(() -> selects(filter(1, List.of(0), "split < 3"), row(3)))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("cannot be compared");
  }

  @Test
  void notANumberSatisfiesNoComparison() {
    Row row = row(1).with("score", Double.NaN);
    for (String operator : List.of("<", "<=", ">", ">=", "=", "!=")) {
      assertThat(selects(filter(1, List.of(0), "score " + operator + " 2"), row)).isFalse();
    }
  }

  @Test
  void keysOfBytesReadTheSameInEveryAttempt() {
    RowIdentity identity = new RowIdentity(Optional.of("key"), List.of("x"));
    assertThat(identity.key(Row.of("key", new byte[] {1, -1}))).isEqualTo("01ff");
    assertThat(identity.key(Row.of("key", "a"))).isEqualTo("a");
    assertThat(identity.key(Row.of("key", null))).isEqualTo("null");
  }
}
